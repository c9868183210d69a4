"""The styles that can be asked for by name, and the many names that people have for them."""

import re

STYLES: dict[str, str] = {
    "watercolour": r"water ?colou?rs?|aquarelle",
    "pastel": r"pastels?|chalk drawing|soft crayon",
    "oil": r"oil(?: paint(?:ing|ed)?)?|oils|acrylic(?: painting)?|(?:classical )?painting|painterly|painted",
    "impressionist": r"impressionis(?:t|m|tic)|monet|renoir",
    "starry": r"van gogh|starry ?night|swirl(?:s|y|ing)?(?: brush ?strokes?)?|post-?impressionis(?:t|m)",
    "expressionist": r"expressionis(?:t|m)|fauvis(?:t|m)|munch|matisse|kirchner",
    "poster": r"(?:travel |vintage |retro |screen ?print |flat )?posters?|screen ?print|lithograph|flat(?: design| vector| colou?rs?)?|vector(?: art)?|illustration",
    "comic": r"comics?(?: book)?|cartoons?|manga|anime|graphic novel|cel[- ]shad(?:ed|ing)",
    "pop art": r"pop[- ]?art|warhol|lichtenstein",
    "ukiyo-e": r"ukiyo-?e|japanese (?:wood ?block )?print|wood ?block(?: print)?|hokusai|wood ?cut|linocut|engraving|etching",
    "ink": r"ink(?: drawing| wash| sketch| painting)?|sumi-?e|pen and ink|brush drawing",
    "pencil": r"pencil(?: drawing| sketch)?|sketch(?:ed|y)?|graphite|drawing|hand[- ]drawn",
    "coloured pencil": r"colou?red pencils?|colou?r pencils?|crayons?",
    "charcoal": r"charcoal(?: drawing)?|conte",
    "line art": r"line ?-?(?:art|drawing|work)|outlines?|colou?ring (?:page|book)",
    "pixel art": r"pixel(?: ?-?art|ated|s)?|8[- ]?bit|16[- ]?bit|retro game",
    "mosaic": r"mosaic|stained[- ]glass|tiles",
    "neon": r"neon(?: night| glow| lights?)?|cyberpunk|synthwave|vaporwave",
    "vintage": r"vintage(?: photo(?:graph)?)?|old photo(?:graph)?|retro(?: photo)?|aged|faded|polaroid|film(?: photo| look)?|daguerreotype",
    "paper cut": r"paper ?-?cut(?:[- ]?out)?|cut[- ]?paper|layered paper|paper ?craft",
}
_NAMED = [
    (style, re.compile(rf"(?<!\w)(?:{names})(?!\w)"))
    for style, names in sorted(STYLES.items(), key=lambda item: item[0] == "oil")
]
ANY = "|".join(STYLES.values())
"""Any style's name, as a regular expression without capturing groups."""


def find_style(text: str) -> str | None:
    """The style named in lower-case text; the longest name wins (“coloured pencil” over “pencil”)."""
    hits = [(found.end() - found.start(), style) for style, name in _NAMED if (found := name.search(text))]
    return max(hits)[1] if hits else None
