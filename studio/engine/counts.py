"""How many pictures a set has. Seedream's model decides by itself; here it is decided by this rule.

`auto` draws as many as the prompt names ("four images", "a series of 3", "六张"). When it names no number,
`max_images` decides if the caller gave it; without that, a prompt that speaks of a set at all ("a comic
strip", "storyboard") gets four and any other gets one. Never more than `max_images`, and never more than
fifteen together with the references.
"""

import re

_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one 一",
            "two 两 二 couple",
            "three 三",
            "four 四",
            "five 五",
            "six 六",
            "seven 七",
            "eight 八",
            "nine 九",
            "ten 十",
            "eleven 十一",
            "twelve 十二 dozen",
            "thirteen 十三",
            "fourteen 十四",
            "fifteen 十五",
        ),
        start=1,
    )
    for word in words.split()
}
_NUMBER = r"(\d{1,2}|" + "|".join(sorted((w for w in _NUMBERS if w.isascii()), key=len, reverse=True)) + ")"
_PICTURES = (
    r"(?:images?|pictures?|pics?|photos?|illustrations?|frames?|panels?|scenes?|shots?|variants?|variations?"
    r"|versions?|drawings?|posters?|stickers?|slides?|pages?|steps?)"
)
_SET = r"(?:series|set|storyboard|sequence|collection|group|batch|comic|strip)"
_NAMED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_SET}\s+of\s+{_NUMBER}\b",
        rf"\b{_NUMBER}[\s-]+(?:part|panel|frame|picture|image|page)\b",
        rf"\b{_NUMBER}\s+(?:[a-z]+\s+){{0,2}}?{_PICTURES}\b",
        r"(\d{1,2}|十[一二三四五]?|[一两二三四五六七八九])\s*[张幅格页]",
    )
]
_SPEAKS_OF_A_SET = re.compile(rf"\b(?:{_SET}|storyboards?|comics?)\b|组图|连环画|分镜|系列", re.IGNORECASE)
_UNNAMED_SET = 4


def pictures_wanted(prompt: str, ceiling: int, *, ceiling_given: bool) -> int:
    """Between 1 and `ceiling`; `ceiling_given` tells whether the caller chose it."""
    named = _named(prompt)
    if named is None:
        if ceiling_given:
            return ceiling
        named = _UNNAMED_SET if _SPEAKS_OF_A_SET.search(prompt) else 1
    return max(1, min(named, ceiling))


def _named(prompt: str) -> int | None:
    for pattern in _NAMED:
        found = pattern.search(prompt)
        if found:
            word = found[1].lower()
            return int(word) if word.isdigit() else _NUMBERS[word]
    return None
