"""What sort of picture is wanted, and the numbers and names that charts and diagrams are made of."""

import re

from studio.engine.plan.cards import CARD
from studio.engine.plan.logos import LOGO
from studio.engine.plan.scene import Figure
from studio.engine.plan.steps import STEPS

CHART = re.compile(r"\b(bar|line|pie|column|donut|doughnut)[- ](?:chart|graph|diagram)\b", re.I)
DIAGRAM = re.compile(
    r"\b(diagram|infographic|annotated|labell?ed (?:parts|illustration|drawing|picture)|call-?outs|anatomy of|parts of|cross[- ]section|educational poster|explainer)\b",
    re.I,
)
ICONS = re.compile(
    r"\b(icon set|set of (?:\w+ ){0,3}icons|icons?\b|sticker (?:sheet|set|pack)|set of (?:\w+ ){0,3}stickers|emoji set|pictograms?)",
    re.I,
)
PRODUCT = re.compile(
    r"\b(product (?:shot|photo\w*|card|render|image|page|advert\w*)|packshot|e-?commerce|advertisement|\bad for\b|perfume|skincare|cosmetic\w*|lotion|podium|pedestal|plinth)\b",
    re.I,
)
ABSTRACT = re.compile(
    r"\b(abstract (?!of\b|from\b)|abstract$|abstraction|geometric (?:composition|pattern|shapes?|art|background|poster|design)|kandinsky"
    r"|mondrian|(?:seamless|repeating|wallpaper|fabric|textile|tile|wrapping paper) (?:\w+ )?pattern|pattern of|patterned|gradient (?:background|wallpaper))",
    re.I,
)
SHAPES = frozenset({"sphere", "cube", "pyramid", "cone", "cylinder"})
_PAIR = re.compile(
    r"^(.{1,40}?)[\s:=(]+[$€£]?\s?(-?\d{1,9}(?:[.,]\d{1,3})?)\s*(?:%|k\b|m\b)?\)?\s*\w{0,12}$", re.I
)
_LIST = re.compile(
    r"(?:labels?|labell?ed|callouts?|parts|showing|with|naming|annotated(?: with)?)\s*[:\-]?\s*((?:[\w' -]{2,28}(?:,|;|\band\b)\s*){1,11}[\w' -]{2,28})",
    re.I,
)
_LEAD = re.compile(
    r"^(?:and|of|for|the|a|an|with|showing|chart|graph|sales|values?|data|in|by|from)\s+", re.I
)


def kind_of(prompt: str) -> tuple[str, str]:
    """The kind and, of a chart, its form."""
    chart = CHART.search(prompt)
    if chart:
        form = chart.group(1).lower()
        return "chart", {"column": "bar", "donut": "pie", "doughnut": "pie"}.get(form, form)
    if STEPS.search(prompt):
        return "steps", ""
    if DIAGRAM.search(prompt):
        return "diagram", ""
    if LOGO.search(prompt):
        return "logo", ""
    if ICONS.search(prompt):
        return "icons", ""
    if CARD.search(prompt):
        return "card", ""
    if ABSTRACT.search(prompt):
        return "abstract", ""
    return ("product", "") if PRODUCT.search(prompt) else ("scene", "")


def figures_of(prompt: str) -> tuple[Figure, ...]:
    """Pairs of a name and a number, at most twelve."""
    text = (
        prompt.partition(":")[2] if ":" in prompt and re.search(r"\d", prompt.partition(":")[2]) else prompt
    )
    found = []
    for part in re.split(r"[,;\n]|\band\b", text):
        pair = _PAIR.search(part.strip())
        if not pair:
            continue
        label = pair.group(1).strip(" :=-(")
        while _LEAD.match(label):
            label = _LEAD.sub("", label)
        number = pair.group(2)
        value = float(
            number.replace(",", ".")
            if number.count(",") == 1 and len(number.split(",")[1]) < 3
            else number.replace(",", "")
        )
        if label:
            found.append(Figure(label[:24], value))
    return tuple(found[:12])


def labels_of(prompt: str) -> tuple[str, ...]:
    """The parts that a diagram is to name, at most ten."""
    listed = prompt.rpartition(":")[2] if ":" in prompt else ""
    if "," not in listed:
        found = _LIST.search(prompt)
        if not found:
            return ()
        listed = found.group(1)
    parts = [part.strip(" .'-\"") for part in re.split(r",|;|\band\b", listed)]
    parts = [re.sub(r"^(?:the|its|a|an)\s+", "", part) for part in parts]
    return tuple(part for part in parts if part and len(part.split()) <= 4)[:10]
