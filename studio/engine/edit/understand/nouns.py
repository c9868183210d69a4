"""What a noun alone says about where its thing can be. All of it in lower case and without an article."""

import re

_SURROUNDINGS = (
    "walls?|floors?|floorboards|ground|ceiling|carpet|rug|curtains?|blinds|tables?|desk|counter|shel(?:f|ves)|tablecloth"
    "|windows?|grass|lawn|meadow|field|sand|beach|snow|water|sea|ocean|lake|river|waves?|road|street|pavement|sidewalk"
    "|path|mountains?|hills?|horizon|clouds?|sun|moon|stars|forest|woods|trees|bushes|hedge|crowd|foreground|fog|mist|rain"
)
_PARTS = (
    "spoons?|forks?|knife|knives|chopsticks|straws?|saucers?|napkins?|lids?|handles?|buttons?|zips?|pockets?|collars?"
    "|sleeves?|hair|beard|moustache|mustache|eyes?|eyebrows?|nose|mouth|lips|teeth|ears?|hands?|arms?|legs?|feet|foot"
    "|fingers?|nails?|tails?|wings?|paws?|horns?|antlers?|whiskers|wheels?|tyres?|tires?|headlights?|roof|chimneys?"
    "|lea(?:f|ves)|petals?|stems?|stalks?|branch(?:es)?|shadows?|reflections?|stickers?|labels?|stains?|spots?|scratch(?:es)?"
    "|dust|crumbs?|wires?|cables?|cords?|poles?|posts?|fences?|ropes?|strings?|flames?|smoke|sails?|masts?|flags?"
)
_WORN = (
    "hats?|caps?|helmets?|crowns?|ties?|bow ?ties?|belts?|scar(?:f|ves)|gloves?|shoes?|boots?|socks?|rings?|earrings?"
    "|necklaces?|bracelets?|watch(?:es)?|glasses|sunglasses|bags?|handbags?|backpacks?|umbrellas?|masks?|aprons?|veils?"
)
_ROUND = (
    r"(?:\w+)?balls?|balloons?|apples?|oranges?|tomato(?:es)?|cherry|cherries|peach(?:es)?|plums?|globes?|bubbles?|marbles?"
    "|beads?|discs?|disks?|circles?|dots?|coins?|plates?|clocks?"
)
_MANY = re.compile(
    r"(?:all|both|two|three|four|five|six|several|some|pair of)\b.*|.*(?<![su])s|people|men|women|children|kids|geese|mice|sheep"
)
_surroundings, _parts, _worn, _round = (
    re.compile(rf"(?:.* )?(?:{nouns})") for nouns in (_SURROUNDINGS, _PARTS, _WORN, _ROUND)
)


def surrounds(noun: str) -> bool:
    """Whether such a thing lies around or behind a subject and is hardly ever one itself: a wall, trees."""
    return bool(_surroundings.fullmatch(noun))


def belongs_to_another(noun: str) -> bool:
    """Whether it is a part of something, or lies beside it: a wheel, a spoon."""
    return bool(_parts.fullmatch(noun))


def is_worn(noun: str) -> bool:
    """Whether it belongs to somebody where there are people: a hat."""
    return bool(_worn.fullmatch(noun))


def is_round(noun: str) -> bool:
    return bool(_round.fullmatch(noun))


def are_many(noun: str) -> bool:
    return bool(_MANY.fullmatch(noun))
