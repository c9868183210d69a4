"""What icon sets are made of besides things: the weather, the signs of programs, and the usual icons of a theme.

In a scene `rain` is its weather and `home` no house; on an icon each is a sign. The catalogue names such art
`icon of …`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from studio.engine.art.shelf import Noun

_NAMED = "icon of "
THEMES = {
    "weather": "sun, cloud, rain, snow, storm, wind, fog, rainbow, tornado",
    "kitchen": "knife, fork, spoon, frying pan, kettle, bowl, cup, plate, salt",
    "cooking": "knife, fork, spoon, frying pan, kettle, bowl, egg, salt, chef",
    "travel": "airplane, suitcase, map, compass, camera, ticket, tent, hotel, globe",
    "camping": "tent, campfire, backpack, compass, map, flashlight, axe, canoe, pine",
    "food": "pizza, burger, sushi, salad, ice cream, cake, bread, cheese, coffee",
    "fruit": "apple, banana, strawberry, pear, grapes, lemon, cherries, pineapple, watermelon",
    "sports": "soccer ball, basketball, tennis racket, bicycle, trophy, medal, boxing glove, goal, skis",
    "music": "guitar, violin, trumpet, drum, piano, saxophone, microphone, headphones, note",
    "space": "rocket, satellite, saturn, moon, star, comet, astronaut, telescope, alien",
    "office": "laptop, printer, telephone, mail, calendar, folder, pin, chart, briefcase",
    "school": "pencil, book, straight ruler, backpack, globe, microscope, abacus, blackboard, graduate",
    "animals": "cat, dog, rabbit, fox, bear, elephant, lion, owl, penguin",
    "shopping": "cart, gift, credit card, money, receipt, tag, bag, store, truck",
    "app": "home, search, settings, user, mail, bell, heart, lock, calendar",
}
_THEME = re.compile(rf"\b({'|'.join(THEMES)}|sport|animal|fruits|ui|user interface|website|web)\b", re.I)
_SAME = {"sport": "sports", "animal": "animals", "fruits": "fruit", "ui": "app", "user interface": "app", "website": "app", "web": "app"}  # fmt: skip


def signs(nouns: Mapping[str, Noun]) -> dict[str, Noun]:
    """What a word shows on an icon, where that is not what it names elsewhere."""
    return {
        phrase.removeprefix(_NAMED): replace(noun, name=noun.name.removeprefix(_NAMED))
        for phrase, noun in nouns.items()
        if phrase.startswith(_NAMED)
    }


def usual(prompt: str) -> tuple[str, str]:
    """The theme that a prompt without named icons speaks of, and its icons; empty when there is none."""
    found = _THEME.search(prompt)
    if found is None:
        return "", ""
    theme = found.group(1).lower()
    return theme, THEMES[_SAME.get(theme, theme)]
