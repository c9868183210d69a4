"""Readers of clauses that change how things look: frame, size, style, light, colour."""

import re

from studio.engine.edit.steps import EVERYTHING, Adjust, Change, Recolour, Reframe, Restyle, Step, Upscale
from studio.engine.edit.understand.clauses import Clause
from studio.engine.edit.understand.styles import ANY, find_style
from studio.engine.edit.understand.things import thing
from studio.engine.edit.understand.words import COLOUR, pictures_named, strength_of

_PICTURE = r"(?:the |this |my |whole |entire )*(?:it|this|picture|image|photo|photograph|canvas|frame|everything|colou?rs|scene)"

_UPSCALE = re.compile(
    r".*(?:\bupscal\w*|\bupsampl\w*|super.?resolution|\benlarge\b|(?:increase|raise|improve|double|higher) (?:the )?resolution"
    r"|\b(?:to|in|at) (?:4k|8k|uhd|2k)\b|\bmake (?:it|this|the \w+) (?:bigger|larger|4k|hd)\b).*"
)
_FACTOR = re.compile(
    r"(?:[x×] ?(\d)\b|\b(\d) ?(?:x|×|times|-fold))|\b(twice|double|two times|four times|quadruple)\b"
)
_ASPECT = re.compile(r"(\d{1,2}(?:\.\d+)?) ?(?::|/|by|x|×) ?(\d{1,2}(?:\.\d+)?)")
_ASPECT_WORDS = {
    "square": "1:1", "portrait": "3:4", "vertical": "9:16", "landscape": "4:3", "widescreen": "16:9", "cinematic": "21:9",
    "panorama": "21:9", "panoramic": "21:9", "horizontal": "16:9", "wide": "16:9", "banner": "3:1", "story": "9:16",
}  # fmt: skip
_EXTEND = re.compile(
    r"\b(?:extend|outpaint|uncrop|expand|widen|zoom out|fill (?:in )?the (?:sides|edges|borders))\b"
)
_CROP = re.compile(r"\b(?:crop|trim|reframe|cut (?:it |this )?to)\b")
_SHAPE = re.compile(
    rf"(?:make|turn|change|convert|set) {_PICTURE} (?:to |into |in )?(?:an? )?(?:.*\b)?(?:{'|'.join(_ASPECT_WORDS)}|\d+ ?: ?\d+)\b.*"
)
_TOWARDS = re.compile(
    r"(?:to|on|at|towards?|from) (?:the )?(left|right|top|bottom)|\b(left|right|up|upwards|down|downwards)\b"
)
_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top", "up": "bottom", "upwards": "bottom", "down": "top", "downwards": "top"}  # fmt: skip

_STYLE_VERB = re.compile(
    rf".*\b(?:style|stylise|stylize|restyle|manner|look)\b.*"
    rf"|(?:make|turn|convert|transform|render|redraw|repaint|paint|draw|change|give|show)\b.*\b(?:{ANY})\b.*"
    rf"|(?:as|like|in) (?:an? )?(?:{ANY})\b.*|(?:an? |into )?(?:{ANY})(?: style| effect| version| filter| look)?"
)

_CHANGES: tuple[tuple[Change, str], ...] = (
    ("grey", r"black[ -]?(?:and|&|n)[ -]?white|b ?& ?w|gr[ae]y ?scale|monochrome|desaturate[d]?\b(?! (?:a|slightly))|remove (?:the |all )?colou?rs?|without colou?rs?"),
    ("sepia", r"sepia"),
    ("sharpen", r"sharp(?:en|er|ened|ness)?|crisp(?:er)?|less blurr?y|more detail(?:ed)?|clearer|unblur|deblur|enhance the details?"),
    ("blur", r"blur(?:red|ry|rier|s)?|bokeh|out of focus|defocus(?:ed)?|depth of field"),
    ("soften", r"soft(?:en|er)|smooth(?:en|er)?|denoise|less nois[ey]|remove (?:the )?(?:noise|grain)|reduce (?:the )?(?:noise|grain)"),
    ("darken", r"dark(?:en|er|ened)?|dim(?:mer)?|less (?:bright|light)|(?:lower|reduce|decrease)\b.*\b(?:brightness|exposure|light)|under-?exposed?"),
    ("brighten", r"bright(?:en|er|ened|ness)?|light(?:en|er|ened)|more light|exposure|over-?exposed?"),
    ("cooler", r"cool(?:er)?|cold(?:er)?|bluer|less warm|(?:reduce|lower|decrease)\b.*\bwarmth"),
    ("warmer", r"warm(?:er|th)?|more golden|golden hour|less cold|cozier|cosier"),
    ("contrast", r"contrast(?:y|ed)?|punch(?:y|ier)?|dramatic"),
    ("muted", r"mute[d]?|less (?:saturated|vivid|colou?rful|vibrant|saturation)|(?:reduce|lower|decrease)\b.*\b(?:saturation|vibrance|colou?rs?)|faded|desaturate"),
    ("vivid", r"vivid|saturat(?:e|ed|ion)|vibran(?:t|ce)|more colou?rful|colou?rful|richer|pop"),
)  # fmt: skip
_STRENGTH_WORDS = re.compile(r"\b(?:slightly|a (?:bit|little|lot)|by \d+ ?%?.*|more|strongly|please|up)\b")
_LESS = re.compile(
    r"\b(?:less|reduce|lower|decrease|flatten)\b.*\b(?:contrast|dramatic|punchy)\b|\bless contrast"
)
_WHOM = (
    r"(?:make|turn|get|keep|let|have|render) (?P<what>.+?) (?:look |be |appear )?(?:a (?:little|bit|lot|touch) |slightly |much |more |less |very |even |strongly |in |into |out |to )*(?:CHANGE)",
    r"(?:slightly |gently |strongly |heavily )*(?:CHANGE) (?:up )?(?P<what>.+)",
    r"(?:increase|decrease|raise|lower|reduce|boost|add|change|adjust|improve|enhance) (?:the )?(?:more )?(?:CHANGE) (?:of|in|to|on|for) (?P<what>.+)",
    r"(?:convert|transform|change) (?P<what>.+?) (?:to|into) (?:CHANGE)",
)
_ADJUST = [
    (
        change,
        re.compile(rf"(?<!\w)(?:{words})(?!\w)"),
        [re.compile(whom.replace("CHANGE", words)) for whom in _WHOM],
    )
    for change, words in _CHANGES
]

_GREY = re.compile(_CHANGES[0][1])
_RECOLOUR = (
    re.compile(
        rf"(?:change|set|turn|make|switch|alter) (?:the )?colou?r of (?P<what>.+?)(?: from (?P<from>{COLOUR}))? (?:to|into|be|as) (?:an? )?(?P<colour>{COLOUR})\b.*"
    ),
    re.compile(
        rf"(?:change|turn|make|paint|dye|tint|colou?r|recolou?r|repaint|set|switch|convert|give|render|replace) (?P<what>.+?)(?:'s colou?r| colou?r)?(?: from (?P<from>{COLOUR}))? (?:(?:to|into|in|with|be|a|an|look|all|be in|colou?red) )*(?P<colour>{COLOUR})\b(?: ones?| instead| colou?r| paint| version)*"
    ),
    re.compile(
        rf"(?P<what>.+?) (?:should|must|shall|needs to|has to|ought to) (?:be|become|turn|have) (?:in |an? )?(?P<colour>{COLOUR})\b.*"
    ),
    re.compile(
        rf"(?:use|choose|apply|want) (?P<colour>{COLOUR}) (?:for|on|to|as the colou?r of) (?P<what>.+)"
    ),
)


def upscale(clause: Clause, pictures: int, masked: bool) -> Step | None:
    if not _UPSCALE.fullmatch(clause.text):
        return None
    factor = _FACTOR.search(clause.text)
    if not factor:
        return Upscale()
    number = factor[1] or factor[2]
    return Upscale(
        min(int(number), 4) if number else 2 if factor[3] in ("twice", "double", "two times") else 4
    )


def frame(clause: Clause, pictures: int, masked: bool) -> Step | None:
    extend, crop = _EXTEND.search(clause.text), _CROP.search(clause.text)
    if not (extend or crop or _SHAPE.fullmatch(clause.text)) or (
        find_style(clause.text) and not (extend or crop)
    ):
        return None
    numbers = _ASPECT.search(clause.text)
    word = next((word for word in _ASPECT_WORDS if re.search(rf"\b{word}\b", clause.text)), None)
    aspect = f"{numbers[1]}:{numbers[2]}" if numbers else _ASPECT_WORDS[word] if word else None
    towards = _TOWARDS.search(clause.text)
    keep = thing("x on the " + _OPPOSITE[towards[1] or towards[2]]).side if towards and extend else None
    return Reframe(bool(extend), aspect, keep or "centre")


def style(clause: Clause, pictures: int, masked: bool) -> Step | None:
    if not _STYLE_VERB.fullmatch(clause.text):
        return None
    strength = strength_of(clause.text)
    others = [number for number in pictures_named(clause.text) if number > 1]
    if others and re.search(r"\b(?:style|manner|look|like|stylise|stylize|restyle|paint)\b", clause.text):
        return Restyle(picture=others[-1], strength=strength)
    name = find_style(clause.text)
    return Restyle(style=name, strength=strength) if name else None


def adjust(clause: Clause, pictures: int, masked: bool) -> Step | None:
    for change, words, whom in _ADJUST:
        if not words.search(clause.text):
            continue
        strength = strength_of(clause.text)
        if change == "contrast" and _LESS.search(clause.text):
            strength = -strength
        what = EVERYTHING
        found = next((hit for pattern in whom if (hit := pattern.match(clause.text))), None)
        if found:
            what = thing(_STRENGTH_WORDS.sub("", found["what"]))
        if what.kind == "everything" or (what.words == "subject" and "subject" not in clause.text):
            what = EVERYTHING
        return Adjust(change, what, strength)
    return None


def recolour(clause: Clause, pictures: int, masked: bool) -> Step | None:
    if _GREY.search(clause.text):
        return None
    for pattern in _RECOLOUR:
        found = pattern.fullmatch(clause.text)
        if not found:
            continue
        what = thing(found["what"])
        before = found.groupdict().get("from")
        if before and not what.colour:
            what = type(what)(what.words, what.kind, before, what.side)
        return Recolour(what, found["colour"])
    return None
