"""What stands on a product card: its title, its price and its badge, read from the prompt's words."""

import re
from dataclasses import replace

from studio.engine.plan.scene import ScenePlan

CARD = re.compile(r"\b(?:product|shop|price|catalogue|store) (?:card|tile|listing)s?\b", re.I)
_PRICE = re.compile(
    r"(?:[$€£¥]\s?\d{1,6}(?:[.,]\d{1,3})*|\b\d{1,6}(?:[.,]\d{1,3})*\s?(?:[€£$]|(?:USD|EUR|GBP|dollars|euros|pounds)\b))",
    re.I,
)
_BADGE = re.compile(
    r"\b(?:limited(?: edition)?|new|sale|sold out|best ?seller|exclusive|hot|top|free shipping|eco|organic|vegan|pre-?order)\b"
    r"|-?\d{1,2} ?% ?(?:off)?",
    re.I,
)
_TITLE = re.compile(
    r"\b(?:card|tile|listing)s?\s*(?:for|of|with|showing|:)\s*(?:an?|the|our)?\s*([^,;.\"'“‘\n$€£]{2,48})",
    re.I,
)
_NOT_THINGS = frozenset(
    ["product", "card", "cards", "tile", "listing", "shop", "price", "store", "catalogue", "badge"]
)


def carded(plan: ScenePlan, prompt: str) -> ScenePlan:
    """The plan of a card. Quoted words that say what a badge says are the badge; others are the title."""
    quoted = list(plan.lettering)
    badge = next((words for words in quoted if _BADGE.fullmatch(words.strip())), "")
    if badge:
        quoted.remove(badge)
    price = _PRICE.search(prompt)
    if price and price.group() in quoted:
        quoted.remove(price.group())
    if quoted:
        title = quoted.pop(0)
    else:
        named = _TITLE.search(prompt)
        title = named.group(1).strip() if named else plan.subjects[0].noun if plan.subjects else ""
        title = title[:1].upper() + title[1:]
    return replace(
        plan,
        title=title,
        price=price.group().strip() if price else "",
        badge=badge,
        lettering=tuple(quoted),
        place="",
        relations=(),
        subjects=plan.subjects[:1],
        unplaced=tuple(word for word in plan.unplaced if word not in _NOT_THINGS),
    )
