"""What people say for things that are known here by other words."""

import re

from studio.engine.plan.chinese import in_english

PLAYED = {
    "guitarist": "guitar", "violinist": "violin", "cellist": "cello", "trumpeter": "trumpet",
    "saxophonist": "saxophone", "sax player": "saxophone", "drummer": "drum",
}  # fmt: skip
_MUSICIAN = re.compile(
    r"\b(?:(?P<instrument>guitar|violin|fiddle|cello|trumpet|saxophone|drum|banjo|accordion|flute) player"
    rf"|(?P<who>{'|'.join(PLAYED)}))\b(?! (?:playing|holding|plays|holds|with))",
    re.I,
)
_WORDS = {
    re.compile(words, re.I): said
    for words, said in {
        r"\b(?:an?|the|one) (?:(?:happy|young|little|small) )?family\b(?! of| tree| car| house)": "a man, a woman and a girl",
        r"\b(?:an?|the|one) (?:(?:happy|young|loving|romantic|married) )?couple\b(?! of)": "a woman and a man",
        r"\bfriends\b": "people",
        r"\bfriend\b": "person",
        r"\bbuilding(?= (?:an?|the|their|his|her|some)\b)": "with",
        # What carries a picture or stands behind it is not in it.
        r"\b(?:book|album|magazine|record|notebook) covers?\b": "poster",
        r"\b(?:wedding|party|birthday) invitation\b": "poster",
        r"\b(?:against|in front of|near|by) (?:an?|the) (?:(?:red|old|white|grey|gray) )?brick wall\b": "",
        r"\bon (?:(?:white|black|grey|gray|dark|polished|rough) )?(?:marble|slate|velvet|linen|concrete|stone)(?=[,.;]|$| (?:with|and|beside|next to)\b)": "",
    }.items()
}  # fmt: skip


def plain(text: str) -> str:
    """In English, in words that have art: people for friends, musicians with what they play."""
    text = in_english(text)
    for words, said in _WORDS.items():
        text = words.sub(said, text)
    return _MUSICIAN.sub(
        lambda found: f"musician playing a {found['instrument'] or PLAYED[found['who'].lower()]}", text
    )
