"""A logo: one sign and a name, both found in the words of its prompt."""

import re
from collections.abc import Mapping
from dataclasses import replace

from studio.engine.art.shelf import Noun
from studio.engine.plan.scene import ScenePlan, Subject

LOGO = re.compile(r"\b(?:logo(?:type|mark)?|wordmark|brand ?mark|monogram)s?\b", re.I)
_PART = r"[A-Z][\w'’&.-]*[\w]|[A-Z]"
_NAMED = re.compile(
    rf"\b(?:called|named|for|of|brand|company)\s+((?:{_PART})(?:\s+(?:(?:&|and|of|the)\s+)?(?:{_PART})){{0,3}})"
)
# What a trade is known by, where the prompt names no thing.
_TRADES = {
    "coffee|café|cafe|espresso": "cup", "bakery|baker|bread": "bread", "patisserie|pastry": "croissant",
    "pizzeria": "pizza", "restaurant|bistro|diner|kitchen|catering": "fork and knife", "tea": "teapot",
    "florist|flower": "tulip", "book|library|publish|reading": "book", "cycl|bike": "bicycle",
    "travel|airline|flight": "airplane", "music|record|concert": "musical note", "photo": "camera",
    "barber|hair|salon|tailor": "scissors", "pet|vet|dog": "paw prints", "farm|garden|organic|plant|nursery": "seedling",
    "brewery|brewing|pub": "beer mug", "bar|cocktail": "cocktail glass", "winery|vineyard|wine": "wine glass",
    "law|legal|notary": "balance scale", "school|academy|course|tutor": "graduation cap", "jewel": "diamond",
    "space|startup|launch": "rocket", "software|tech|computer|web": "laptop", "hotel": "key", "ice cream|gelato": "ice cream",
    "delivery|logistics|shipping|moving": "truck", "dental|dentist": "tooth", "yoga|spa|wellness": "lotus",
    "sailing|marina|harbour|harbor|yacht": "anchor", "film|cinema|movie": "clapper board", "podcast|radio": "microphone",
    "paint|art|design": "paintbrush", "build|carpent|repair|hardware": "hammer", "energy|idea|electric": "light bulb",
}  # fmt: skip
_TRADE = {re.compile(rf"\b(?:{words})", re.I): noun for words, noun in _TRADES.items()}
_SAID = frozenset({"logo", "logos", "logotype", "logomark", "wordmark", "brand", "brandmark", "monogram", "company", "name", "line", "minimal", "minimalist", "modern", "shop", "store", "studio", "agency", "startup"})  # fmt: skip


def branded(plan: ScenePlan, prompt: str, nouns: Mapping[str, Noun]) -> ScenePlan:
    """The plan of a logo: its first quoted words are the name, other ones stand below it. Without a thing that is
    named and no trade that is known, the name's first letter is the sign."""
    quoted = list(plan.lettering)
    named = _NAMED.search(prompt)
    name = quoted.pop(0) if quoted else named.group(1) if named else ""
    subjects = tuple(subject for subject in plan.subjects if subject.art)[:1] or _of_trade(prompt, nouns)
    told = {word.lower() for word in name.split()} | _SAID
    return replace(
        plan.laid_out(),
        title=name,
        lettering=tuple(quoted),
        subjects=tuple(replace(subject, count=1) for subject in subjects),
        unplaced=tuple(word for word in plan.unplaced if word not in told),
        notes=plan.notes if plan.subjects or plan.lettering or not name else (),
    )


def _of_trade(prompt: str, nouns: Mapping[str, Noun]) -> tuple[Subject, ...]:
    for words, noun in _TRADE.items():
        if words.search(prompt) and noun in nouns:
            known = nouns[noun]
            return (
                Subject(known.name, art=known.art, stands=known.stands, metres=known.metres, kind=known.kind),
            )
    return ()
