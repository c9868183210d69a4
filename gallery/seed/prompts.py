"""The prompts of the first gallery: a dozen themes and a series, all that the local illustrator can draw. Pure.

A line is `title | shape | prompt`. A prompt with ` / ` in it is a structured one: subject / place / light / style.
A title that begins with `+` is a remix of the line before it.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

NAMES = ("subject", "environment", "lighting", "style")
SEED = 4

THEMES: dict[tuple[str, ...], str] = {
    ("forest", "night", "winter"): """
        Moon over firs | 3:4 | A deer in a snowy forest at night, full moon, long blue shadows
        Lanterns in the snow | 3:4 | A red fox in a snowy forest at night, lanterns between the trees
        +Lanterns at dawn | 3:4 | A red fox in a snowy forest at dawn, lanterns between the trees, pink sky
        Quiet step | 1:1 | A wolf walking through falling snow, dark firs behind, moonlight
        The cabin | 4:3 | A log cabin in a winter forest at night, stars
        Owl's hour | 1:1 | An owl in a misty forest at night, full moon
        Northern curtain | 16:9 | A lake at night under an aurora, stars
        Listening | 3:4 | a bear cub / a clearing in a snowy forest / full moon, cold blue light / flat illustration
    """,
    ("water", "calm", "boats"): """
        First light | 4:3 | A lake at first light, one small sailing boat, pale mountains
        +Last light | 4:3 | A lake at sunset, one small sailing boat, violet mountains
        Windless | 3:4 | A yellow sailboat on a still lake, mountains behind, soft morning
        Harbour talk | 16:9 | Three sailing boats in a calm harbour at noon, white clouds
        Two swans | 1:1 | Two swans on a misty lake in the early morning, watercolour
        Ducks in a row | 16:9 | Five ducks on a pond in summer
        The far shore | 21:9 | A wide river at dusk, a canoe, hills with firs, the first stars
        Lighthouse keeper | 3:4 | a lighthouse on a rock / the sea at dusk, low waves / its beam through mist / watercolour
    """,
    ("desert", "sun", "heat"): """
        Caravan of one | 3:4 | A camel in the desert at sunset, low sun, long shadows
        Heat | 4:3 | A camel walking over dunes at noon, pale hot sky
        Saguaro evening | 1:1 | A desert with tall cacti at dusk, purple sky and a thin moon
        Three pyramids | 16:9 | Three pyramids in the desert at golden hour, a camel in front
        Cold sand | 3:4 | A desert at night, dunes in blue light, a sky full of stars
        Balloon over dunes | 3:4 | A red hot air balloon over the desert in the morning
        +Three balloons | 3:4 | Three hot air balloons over the desert in the morning
        The well | 4:3 | a palm tree and a small pool / an oasis between dunes / low evening sun / gouache
    """,
    ("city", "rain", "neon"): """
        Late shift | 1:1 | A city at night after rain, neon signs mirrored in the wet street, a red bicycle
        Violet hour | 3:4 | A city skyline at night, neon lights, pink and violet
        Pink rain | 3:4 | A taxi in a rainy city street at night, neon lights
        Roofs at six | 16:9 | A city skyline at dawn, haze, three birds
        The corner shop | 4:3 | A small shop on a city street in the evening, warm lights, a bicycle in front
        Snow on the avenue | 1:1 | A city street in falling snow at dusk, a yellow bus
        Cat on the roof | 1:1 | A black cat on a roof above a city at night, full moon
        Robot errand | 3:4 | a small robot with an umbrella / a wet city street / neon signs at night / pixel art
    """,
    ("product", "plinth", "light"): """
        Sand and cream | 1:1 | Product photo of a lotion bottle on a plinth, beige background, soft light
        +Sage | 1:1 | Product photo of a lotion bottle on a plinth, sage green background, soft light
        Lilac hour | 3:4 | A perfume bottle on a plinth, lilac background, soft morning light
        Blush | 3:4 | A perfume bottle on a pedestal, pale pink background
        Espresso | 1:1 | Product shot of a coffee mug on a wooden table, warm brown background
        Night cream | 4:3 | Product photo of a cosmetic jar on a pedestal, dark blue background, one soft light from the left
        Three oils | 16:9 | Three bottles of olive oil on a plinth, green background, daylight
        Ceramic | 3:4 | a white ceramic vase / a pale studio with a plinth / soft window light from the left / product photo
    """,
    ("space", "stars", "wonder"): """
        Small step | 3:4 | An astronaut on the moon, stars
        Red planet walk | 16:9 | An astronaut walking on Mars, red dunes, two small moons
        Ringed | 1:1 | A ringed planet in space, stars
        Rocket to breakfast | 3:4 | A rocket starting at dawn, clouds of smoke, pink sky
        Whale of space | 16:9 | A whale in space, stars, dreamlike
        Astronaut and fox | 1:1 | An astronaut and a fox sitting on the moon, looking at the earth
        Under the stars | 4:3 | A small tent in a dark forest at night, stars, full moon
        Far post | 3:4 | a robot / the surface of the moon / starlight / flat illustration
    """,
    ("sea", "deep", "blue"): """
        Below the light | 3:4 | A whale in the deep sea, rays of light from above
        Reef at noon | 16:9 | A coral reef with many colourful fish, sun rays
        The old turtle | 4:3 | A sea turtle over a coral reef, sun rays
        Jelly lanterns | 3:4 | Glowing jellyfish in the dark deep sea
        Octopus garden | 1:1 | An orange octopus on a coral reef, bubbles
        Diver's dream | 3:4 | A shark above a coral reef, sun rays
        +Diver's fright | 3:4 | Three sharks above a coral reef, at night
        Crab | 1:1 | a crab / the sea floor / soft green light from above / watercolour
    """,
    ("meadow", "summer", "flowers"): """
        Long grass | 4:3 | A summer meadow with red poppies and daisies, blue sky
        The picnic | 1:1 | A picnic basket under a tree in a flower meadow, summer afternoon
        Kite weather | 3:4 | A girl flying a red kite on a green hill, white clouds
        Sunflower row | 16:9 | A field of sunflowers under a blue sky, a windmill behind
        +Sunflower storm | 16:9 | A field of sunflowers under storm clouds, a windmill behind
        Bee work | 1:1 | A bee on a big yellow flower in a meadow, close, summer
        Rabbit at six | 1:1 | A rabbit in a meadow in the early morning, dew, pink light
        Spring | 3:4 | a white horse / a meadow with a blossoming tree / bright spring morning / gouache
    """,
    ("room", "home", "still"): """
        Reading chair | 3:4 | A cosy room with an armchair, a floor lamp and a bookshelf, evening
        +Reading cat | 3:4 | A cosy room with a cat on the armchair, a floor lamp and a bookshelf, evening
        Slow morning | 1:1 | A cosy room with a cat, an armchair and a bookshelf, morning
        Breakfast | 4:3 | A table with a coffee mug, bread and oranges, morning light
        The studio wall | 16:9 | A painter's room with pictures on the wall, a vase of flowers, daylight
        Night desk | 1:1 | A desk with a lamp, books and a globe at night
        Green corner | 3:4 | A sofa between many potted plants, sunny room
        Two cups | 1:1 | two mugs of cocoa / a table in a cosy room / warm lamp light / flat illustration
    """,
    ("teaching", "diagram", "school"): """
        Parts of a bicycle | 4:3 | A labelled diagram of a bicycle: saddle, handlebar, frame, pedal, wheel
        Parts of a flower | 3:4 | A labelled diagram of a flower: petal, stamen, pistil, sepal, stem
        Parts of a boat | 4:3 | A labelled diagram of a sailing boat: sail, mast, hull, rudder, keel
        What plants need | 4:3 | A diagram of a plant with labels: light, water, air, soil
        Fruit by the week | 4:3 | A bar chart of fruit sold: apples 42, pears 28, cherries 35, plums 19
        Where the day goes | 1:1 | A pie chart of a day: sleep 8, school 6, play 5, meals 2, reading 3
        Packed for the hills | 1:1 | An icon set: tent, boot, backpack, lantern
        Farm friends | 1:1 | A set of sticker icons: cow, pig, sheep, hen, horse, duck
    """,
    ("autumn", "series", "campaign"): """
        Autumn, one: the guest | 1:1 | A hedgehog in an autumn meadow, warm light, terracotta and cream
        Autumn, two: leaves | 1:1 | A maple tree in an autumn park, warm light, terracotta and cream
        Autumn, three: harvest | 1:1 | Three pumpkins on a wooden table in autumn, warm light, terracotta and cream
        Autumn, four: the walk | 1:1 | A fox in an autumn forest, warm light, terracotta and cream
    """,
    ("mountains", "heights", "air"): """
        Above the clouds | 16:9 | Mountain peaks above a sea of clouds at sunrise
        The goat knows | 3:4 | A goat on a rocky mountain ledge, deep valley, clear air
        Five balloons | 3:4 | Five hot air balloons over green valleys and mountains in the morning
        Hut at the pass | 4:3 | A chalet on a snowy mountain pass at dusk, smoke from the chimney
        Eagle line | 16:9 | An eagle over a mountain ridge, wide sky, late light
        Autumn valley | 4:3 | A mountain valley in autumn, golden trees, a small river
        +Winter valley | 4:3 | A mountain valley in winter, snow on the trees, a frozen river
        Fold on fold | 21:9 | seven mountain ridges / haze between them / violet dawn / paper cut
    """,
    ("fable", "animals", "stories"): """
        The bear's tea | 1:1 | A bear drinking tea at a table in the forest
        Panda on wheels | 3:4 | A panda riding a bicycle through a park, spring
        Frog king | 1:1 | A frog with a golden crown by a pond
        Unicorn morning | 3:4 | A unicorn in a misty forest, rainbow, morning light
        Lion's nap | 4:3 | A lion sleeping under a tree in the savanna, hot afternoon
        Elephant rain | 4:3 | Two elephants in the rain, savanna
        +Elephant sun | 4:3 | Two elephants at sunset, savanna
        Dragon over the castle | 3:4 | a green dragon / the sky above a castle on a hill / stormy evening / woodcut
    """,
}
USES = {
    "product": "product",
    "teaching": "teaching",
    "space": "concept",
    "fable": "illustration",
    "city": "concept",
    "autumn": "campaign",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """`grows_from` is the prompt that it is a remix of, "" where it is none."""

    title: str
    aspect: str
    prompt: str
    alt: str
    tags: tuple[str, ...]
    use: str
    grows_from: str = ""


def seeds() -> list[Seed]:
    """All of them, in an order that mixes the themes and is always the same; a remix comes after its origin."""
    themes = [list(_theme(tags, lines)) for tags, lines in THEMES.items()]
    turns = [index for index, theme in enumerate(themes) for _ in theme]
    random.Random(SEED).shuffle(turns)
    following = [iter(theme) for theme in themes]
    return [next(following[turn]) for turn in turns]


def _theme(tags: tuple[str, ...], lines: str) -> Iterator[Seed]:
    before = ""
    for line in lines.strip().splitlines():
        title, aspect, words = (part.strip() for part in line.split("|"))
        parts = [part.strip() for part in words.split(" / ")]
        structured = len(parts) == len(NAMES)
        prompt = json.dumps(dict(zip(NAMES, parts, strict=True)), indent=2) if structured else words
        alt = ", ".join(parts) if structured else words
        remix = title.startswith("+")
        yield Seed(
            title.removeprefix("+"), aspect, prompt, alt, tags, USES.get(tags[0], "illustration"),
            before if remix else "",
        )  # fmt: skip
        before = prompt
