"""Readers of clauses that take away, put in or exchange something: background, text, objects, subjects."""

import re

from studio.engine.edit.steps import (
    SUBJECT,
    Adjust,
    Dress,
    Place,
    Remove,
    RemoveBackground,
    RemoveText,
    ReplaceBackground,
    ReplaceText,
    Side,
    Step,
)
from studio.engine.edit.understand.clauses import VERBS, Clause
from studio.engine.edit.understand.things import KINDS, thing
from studio.engine.edit.understand.words import COLOUR, NTH_PICTURE, pictures_named

REMOVE = (
    r"(?:remove|delete|erase|get rid of|take out|take away|take off|clean up|clear away|clear|clean|eliminate|strip|drop"
    r"|discard|wipe(?: out| away)?|hide|retouch|cut away|knock out|lose)"
)
CHANGE = (
    r"(?:replace|change|swap|switch|exchange|substitute|turn|set|make|transform|convert|update|edit|modify)"
)
TO = r"(?:with|to|by|for|into|as|in)"
_TEXT = KINDS["text"]
_GARMENT = KINDS["garment"]
_BACKGROUND = (
    r"(?:the |its |this |whole |entire )*(?:background|backdrop|scene|setting|surroundings)(?: colou?r)?"
)

_CUT_OUT = re.compile(
    rf"{REMOVE} {_BACKGROUND}(?: (?:of|from|in|completely|entirely|behind).*)?$"
    rf"|(?:cut ?out|isolate|extract|keep only) .+|{REMOVE} everything (?:except|but|apart from|besides|around|behind) .+"
    r"|(?:make |with |on |use |give it )?(?:the |a )?(?:background )?(?:be )?(?:fully )?transparent(?: background)?(?: png)?"
    rf"|make {_BACKGROUND} (?:fully )?transparent|background removal|remove bg|no background|without (?:a |the |any )?background"
)
_NEW_BACKGROUND = (
    re.compile(rf"(?:{CHANGE}|fill|paint|give) {_BACKGROUND} (?:{TO} )?(?P<what>.+)"),
    re.compile(
        r"(?:put|place|set|show|move|bring|transport) (?:it|this|him|her|them|the (?!text)[\w -]{2,40}?) "
        r"(?:on|in|onto|into|against|in front of|at|inside|before|under|among|beside|near|by) (?P<what>.+)"
    ),
    re.compile(
        rf"(?:use|add|with|on|in|against|give it|insert)(?: an?| the)? (?P<what>.+?) (?:as (?:the |a )?)?{_BACKGROUND}$"
    ),
    re.compile(rf"(?:a |an |the )?(?!(?:{VERBS}|{REMOVE})\b)(?P<what>[\w #-]{{3,40}}) background$"),
    re.compile(r"(?:new )?background:? (?:of |is |should be )?(?P<what>.+)"),
    re.compile(
        r"make (?:it|this|the (?:picture|photo|image)) (?:look like it (?:is|was) |be )?(?:taken |set |located )?(?P<what>(?:in|on|at) .+)"
    ),
)
_PLAIN = re.compile(
    rf"(?:(?:a|an|the|solid|plain|pure|clean|flat|simple|uniform|studio)\s+)*(?P<colour>{COLOUR})(?:\s+(?:colou?r|background|backdrop|one|wall|studio|instead|solid|only))*$"
)
_BLURRED = re.compile(
    r"(?:an? |out of )?(?:blur(?:r(?:ed|y))?|bokeh|out of focus|defocus(?:ed)?|soft(?:er)?)(?: one| version)?$"
)

_REMOVE_TEXT = re.compile(
    rf"{REMOVE} (?:all |the |any |every |of |this |that |white |black |overlaid |visible )*(?:{_TEXT})(?:[\s,]+⟦(?P<said>\d+)⟧)?"
    r"(?: (?:and|or) (?:the )?(?:logo|watermark|text|letters)s?)?(?: (?:from|in|on|of|at|that|which|saying|reading|overlay)\b.*)?$"
)
_REMOVE_QUOTE = re.compile(rf"{REMOVE} (?:the )?⟦(?P<said>\d+)⟧(?: text| sign| from .*)?$")
_NEW_TEXT = (
    re.compile(
        rf"{CHANGE} .*?⟦(?P<old>\d+)⟧ (?:{TO}|so that it (?:says|reads)) (?:the |a )?(?:[\w]+ )?⟦(?P<new>\d+)⟧"
    ),
    re.compile(
        r"(?:write|put|use) ⟦(?P<new>\d+)⟧ (?:instead of|in place of|over) (?:the )?(?:\w+ )?⟦(?P<old>\d+)⟧"
    ),
    re.compile(
        r"(?:the )?.*?⟦(?P<old>\d+)⟧ (?:should|must|has to|needs to) (?:say|read|be|become) ⟦(?P<new>\d+)⟧"
    ),
    re.compile(
        rf"{CHANGE} (?:the |all |this )*(?:{_TEXT})(?: on .*?| of .*?| in .*?)? (?:{TO}|say|read|so (?:that )?it (?:says|reads)) (?:the )?(?:words? |text )?⟦(?P<new>\d+)⟧"
    ),
    re.compile(r"(?:make|let|have|change|edit|set) .*?(?:say|read|says|reads|show) ⟦(?P<new>\d+)⟧"),
)
_NEW_TEXT_BARE = re.compile(
    rf"(?:replace|change|swap) (?:the )?(?:{_TEXT}) (?P<old>[^\s⟦](?:.{{0,60}}?)) (?:with|to|by|into|for) (?:the (?:{_TEXT}) )?(?P<new>[^\s⟦].{{0,60}})$",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    rf"{REMOVE} (?P<what>.+)|(?:the )?(?:picture |photo )?without (?P<what2>.+)|there should be no (?P<what3>.+)"
)
_SIDE = re.compile(r"\b(?:on|at|to|in) (?:the )?(?:far )?(left|right|top|bottom|centre|center|middle)")
_PLACE = re.compile(
    r"(?:put|place|add|insert|paste|combine|merge|compose|blend|move|bring|use|show|set|drop|copy)\b.*"
)
_OTHER_USE = re.compile(r"\b(?:background|backdrop|style|manner|pattern|colou?rs?|look)\b")
_DRESS = re.compile(
    rf"(?:dress|put|give|use|apply|make|change|replace|turn|swap)\b.*?(?P<what>{_GARMENT})?.*?(?:pattern|fabric|print|texture|material|cloth|{_GARMENT})\b.*"
)


def cut_out(clause: Clause, pictures: int, masked: bool) -> Step | None:
    return RemoveBackground() if _CUT_OUT.fullmatch(clause.text) else None


def new_background(clause: Clause, pictures: int, masked: bool) -> Step | None:
    found = next((hit for pattern in _NEW_BACKGROUND if (hit := pattern.fullmatch(clause.text))), None)
    if not found:
        return None
    what = found["what"].strip()
    if _BLURRED.match(what):
        return Adjust("blur", thing("background"))
    named = pictures_named(what)
    if named:
        return ReplaceBackground(picture=named[-1])
    plain = _PLAIN.match(what)
    if plain:
        return ReplaceBackground(colour=plain["colour"])
    says_background = re.search(r"background|backdrop|scene|setting|surroundings", clause.text)
    if not says_background and (
        pictures > 1 or re.fullmatch(r"(?:the )?(?:left|right|top|bottom|centre|center|middle).*", what)
    ):
        return None
    if re.fullmatch(
        r"(?:darker|brighter|lighter|warmer|cooler|colder|black[ -]and[ -]white|gr[ae]y|sharper|less \w+|more \w+|.*(?:bright|dark|warm|cool)er)",
        what,
    ):
        return None
    return ReplaceBackground(scene=re.sub(r"^(?:an?|the|be|become) ", "", what))


def no_text(clause: Clause, pictures: int, masked: bool) -> Step | None:
    found = _REMOVE_TEXT.fullmatch(clause.text) or _REMOVE_QUOTE.fullmatch(clause.text)
    if not found:
        return None
    return RemoveText(clause.quotes[int(found["said"])] if found["said"] else None)


def new_text(clause: Clause, pictures: int, masked: bool) -> Step | None:
    for pattern in _NEW_TEXT:
        found = pattern.match(clause.text)
        if found:
            old = found.groupdict().get("old")
            return ReplaceText(clause.quotes[int(found["new"])], clause.quotes[int(old)] if old else None)
    bare = _NEW_TEXT_BARE.match(clause.written)
    return ReplaceText(bare["new"].strip(), bare["old"].strip()) if bare else None


def no_thing(clause: Clause, pictures: int, masked: bool) -> Step | None:
    found = _REMOVE.fullmatch(clause.text)
    if not found:
        return None
    what = thing(found["what"] or found["what2"] or found["what3"])
    return Remove(SUBJECT if what.kind == "everything" and masked else what)


def together(clause: Clause, pictures: int, masked: bool) -> Step | None:
    """“Put the dog of picture 1 into picture 2”: the last picture named is the scene."""
    if pictures < 2 or not _PLACE.fullmatch(clause.text) or _OTHER_USE.search(clause.text):
        return None
    side = _SIDE.search(clause.text)
    where: Side | None = thing(f"x on the {side[1]}").side if side else None
    named = pictures_named(clause.text)
    into = re.search(
        rf"\b(?:into|in|onto|on|to|with|against|over|inside|at)\b (?:the )?(?:scene |background |landscape |place )?(?:of |from )?(?:{NTH_PICTURE})",
        clause.text,
    )
    if not named:
        if not re.search(r"\b(?:together|both|combine|merge|compose|blend|all)\b", clause.text):
            return None
        return Place(tuple(range(1, pictures)), pictures, where)
    scene = pictures_named(into[0])[-1] if into else (2 if named == [1] else named[-1])
    subjects = tuple(number for number in dict.fromkeys(named) if number != scene)
    return Place(subjects or (2 if scene == 1 else 1,), scene, where)


def dress(clause: Clause, pictures: int, masked: bool) -> Step | None:
    """A garment that takes the pattern of another picture."""
    named = [number for number in pictures_named(clause.text) if number > 1]
    found = _DRESS.fullmatch(clause.text)
    if not found or not named or not re.search(rf"\b(?:{_GARMENT})\b", clause.text):
        return None
    garment = re.search(rf"(?:{COLOUR} )?\b(?:{_GARMENT})\b", clause.text)
    return Dress(thing(garment[0] if garment else "clothes"), named[-1])
