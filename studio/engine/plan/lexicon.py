"""The words that the planner knows besides the names of things."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> dict[str, str]:
    """Lines of `meaning: phrase, phrase`."""
    table = {}
    for line in text.strip().splitlines():
        meaning, _, phrases = line.strip().partition(":")
        for phrase in phrases.split(","):
            table[phrase.strip()] = meaning.strip()
    return table


PLACES = _table("""
forest: dark forest, haunted forest, spooky forest, enchanted forest, forest, woods, woodland, wood, grove, rainforest, jungle, taiga, forest clearing, clearing, pine forest, birch forest, bamboo forest, autumn forest, forests, forest path
beach: beach, shore, seaside, seashore, coast, island, tropical island, tropical beach, sandy beach, dock, pier, shoreline, boardwalk
sea: sea, ocean, open sea, bay, harbour, harbor, waves, high seas, sea at
lake: lake, pond, river, lagoon, lakeside, fjord, riverbank, stream, mountain lake, reservoir, wetland, swamp
mountains: mount fuji, mt fuji, fuji, mountains, mountain, alps, mountain range, valley, alpine, himalayas, cliff, canyon, mountainside, mountain top, mountaintop, peaks
desert: egypt, giza, cairo, desert, dunes, sand dunes, sahara, dune, sandy desert, wadi
savanna: savanna, savannah, african savanna, serengeti, safari, steppe, outback
meadow: japanese garden, kyoto, japan, tuscany, provence, meadow, field, grassland, garden, park, countryside, prairie, hills, hill, lawn, grass, farm, pasture, hillside, green field, flower field, flower meadow, wheat field, grassy field, rolling hills, backyard, courtyard, field of flowers, orchard, vineyard, camp, campsite, nature, outdoors, landscape
tundra: arctic, antarctica, antarctic, tundra, snowfield, snow field, ice field, iceberg, glacier, north pole, snowy field, snowy landscape, snowy plain, winter landscape, ice floe
city: barcelona, berlin, amsterdam, dubai, singapore, moscow, sydney, los angeles, chicago, city, skyline, cityscape, metropolis, downtown, tokyo, new york, manhattan, times square, futuristic city, cyberpunk city, big city, city skyline, urban skyline, rooftop, shanghai, hong kong, paris, london, venice, rome, istanbul, san francisco
street: street, city street, alley, road, town, village, sidewalk, avenue, crosswalk, urban street, market, town square, plaza, highway, parking lot, racetrack, bazaar, cobblestone street
room: reading corner, reading nook, reading room, corner of a room, wooden floor, hardwood floor, parquet floor, carpet, playroom, nursery, study, hallway, ballroom, throne room, room, living room, bedroom, interior, indoors, office, library, classroom, apartment, lounge, hall, studio apartment, museum, home interior, minimalist interior, cozy room, attic, hotel room, waiting room, gallery, inside a house, loft
kitchen: modern kitchen, kitchen, cafe, café, coffee shop, restaurant, bakery, diner, bar, dining room, kitchen counter, coffeehouse
studio: studio, white background, plain white background, pure white background, white backdrop, plain background, studio background, backdrop, podium, pedestal, plinth, product photography, product shot, product photo, isolated, seamless background, photo studio, solid background, simple background, clean background, advertisement, packshot, marble podium, stone podium, grey background, gray background, black background, neutral background, gradient background, pastel background, showroom, e-commerce
table: tabletop, table top, still life, picnic table, wooden table top, marble counter, countertop, counter, wooden surface
space: space, outer space, galaxy, nebula, universe, cosmos, orbit, deep space, milky way, starfield
moonscape: moon surface, surface of the moon, lunar surface, mars, surface of mars, alien planet, planet surface, martian landscape, on the moon, lunar landscape
underwater: underwater, under water, ocean floor, coral reef, reef, aquarium, seabed, deep sea, under the sea, bottom of the sea, bottom of the ocean, fish tank, sea floor
sky: sky, clouds, above the clouds, among the clouds, in the air, the air, blue sky, heaven, clear sky, cloudy sky, night sky, starry sky
""")
TIMES = _table("""
night: night, midnight, nighttime, at night, moonlight, moonlit, starry, starlit, stars, moon, full moon, crescent moon, starry night, night time, nocturnal, under the stars, northern lights, aurora, aurora borealis
dusk: candlelight, candlelit, by candlelight, firelight, dark, spooky, haunted, eerie, dusk, twilight, evening, blue hour, nightfall, late evening
sunset: sunset, sundown, setting sun, at sunset
dawn: dawn, sunrise, daybreak, early morning, rising sun, first light
golden: golden hour, golden light, late afternoon, golden sunlight, warm sunlight, afternoon
day: day, daytime, noon, midday, morning, daylight, sunny day, broad daylight, bright day, natural daylight, sun, sunlight, sunny, sunlit, sunshine
""")
WEATHERS = _table("""
rain: rain, rainy, raining, drizzle, downpour, rainfall, wet, rainy day, puddles, in the rain
snow: snowing, snowfall, snowflakes, blizzard, snowstorm, falling snow
storm: storm, stormy, thunderstorm, lightning, thunder, tempest, hurricane, stormy sea
fog: fog, foggy, mist, misty, haze, hazy, smoke, smoky
overcast: overcast, grey sky, gray sky, gloomy
cloudy: cloudy, partly cloudy, cloud, white clouds, dramatic clouds
clear: clear, clear weather, cloudless, fine weather
""")
SEASONS = _table("""
winter: winter, snow, snowy, snow-covered, wintry, snow covered, icy, frosty, ice, frozen, christmas, winter day, winter night
spring: spring, springtime, cherry blossoms, blooming, blossoming, in bloom, cherry blossom
summer: summer, summertime, summery
autumn: autumn, fall, autumnal, autumn leaves, fall leaves, fall foliage, halloween, falling leaves
""")
STYLES = _table("""
poster: comic, comics, comic book, comic style, comic book style, manga, graphic novel, anime, flat poster, poster style, flat design, flat illustration, vector art, minimalist poster, travel poster, vintage poster, flat, vector illustration, vector, art deco, retro poster, screen print, screenprint, bauhaus
watercolour: children's book illustration, storybook illustration, children's book, picture book, storybook, fairy tale illustration, watercolour, watercolor, aquarelle, watercolour painting, watercolor painting, gouache, watercolor illustration, watercolour illustration, wash painting
ink: ink, ink drawing, ink sketch, ink wash, sumi-e, black and white, monochrome, woodcut, engraving, etching, pencil drawing, pencil sketch, sketch, noir, film noir, black ink, linocut
pixel: pixel art, pixel, pixelated, 8-bit, 8 bit, 16-bit, pixel style, pixelart
neon: neon, neon night, cyberpunk, synthwave, vaporwave, neon lights, neon glow, neon style, neon-lit, retrowave, outrun
paper: paper cut, papercut, paper cutout, paper-cut, cut paper, origami, paper craft, papercraft, collage, layered paper, paper art
line: line art, line drawing, lineart, outline, coloring page, colouring page, coloring book, contour drawing, one line drawing, blueprint
pastel: pastel, pastel colours, pastel colors, soft pastel, pastel drawing, chalk pastel, pastels, kawaii, pastel palette, pastel tones
oil: oil painting, oil on canvas, painterly, acrylic painting, oil paint, painting style
starry: van gogh, starry night style, post-impressionist, swirling brush strokes, in the style of van gogh
impressionist: impressionist, impressionism, monet, renoir, impressionist painting
expressionist: expressionist, expressionism, fauvism, fauvist, munch, matisse
pop art: pop art, pop-art, warhol, lichtenstein
ukiyo-e: ukiyo-e, japanese woodblock print, japanese style print, japanese style, woodblock print, japanese print, hokusai
mosaic: mosaic, stained glass, stained-glass
vintage: vintage photo, old photograph, polaroid, daguerreotype, faded photo
charcoal: charcoal, charcoal drawing
coloured pencil: coloured pencil, colored pencil, coloured pencils, colored pencils, crayon drawing
""")
PAINTED = frozenset(
    {
        "starry",
        "impressionist",
        "expressionist",
        "comic",
        "pop art",
        "ukiyo-e",
        "mosaic",
        "vintage",
        "charcoal",
        "coloured pencil",
    }
)  # styles that the editor's painters give to a picture once it is drawn; all others are drawn so
LIGHTS = _table("""
warm: warm light, warm lighting, candlelight, warm glow, cozy light, warm tones, firelight, warm, cozy, cosy, lamplight
cool: cool light, cold light, cool tones, cold tones, cool lighting
soft: soft light, soft lighting, diffused light, diffuse light, soft shadows, softbox, soft natural light, soft, natural light, window light
hard: hard light, hard shadows, harsh light, direct flash, hard lighting, strong shadows
backlit: backlit, backlight, back light, rim light, rim lighting, silhouette, silhouetted, contre-jour
dramatic: dramatic light, dramatic lighting, cinematic lighting, chiaroscuro, moody, low key, low-key, dramatic, spotlight, moody lighting
bright: high key, high-key, bright light, bright, bright lighting, airy
""")
CAMERAS = _table("""
close: close-up, close up, closeup, macro, macro shot, portrait, extreme close-up, headshot, tight shot, detail shot
wide: wide, wide shot, wide angle, wide-angle, wide angle lens, wide-angle lens, panorama, panoramic, long shot, establishing shot, vast, distant view, from afar, in the distance, landscape shot
above: from above, top view, top-down, top down, overhead, bird's-eye view, birds eye view, bird's eye view, aerial view, aerial, flat lay, flatlay
low: low angle, from below, low-angle, worm's-eye view, worm's eye view, looking up, low angle shot
centre: centered, centred, symmetrical, symmetric, in the center, in the centre, in the middle
""")
EMOJI = {
    "❄": "snow", "☃": "snowman, snow", "🌧": "rain", "☔": "rain", "⛈": "storm", "🌩": "storm", "🌫": "fog", "☁": "cloudy",
    "🌙": "night, moon", "🌕": "night, full moon", "🌌": "night, stars", "🌃": "city, night", "🏙": "city", "🌆": "city, dusk",
    "🌇": "city, sunset", "🌅": "sea, sunrise", "🌄": "mountains, sunrise", "☀": "sunny", "🌞": "sunny", "🌈": "rainbow",
    "🌊": "sea", "🏖": "beach", "🏝": "island", "🏔": "mountains", "⛰": "mountains", "🗻": "mountains", "🏜": "desert",
    "🏞": "lake", "🍂": "autumn", "🍁": "autumn", "🌸": "spring, cherry blossom", "🎆": "night, fireworks",
    "🎇": "night, fireworks", "🌷": "tulip, spring", "🎄": "christmas tree, winter", "🎃": "pumpkin, halloween", "✨": "stars",
}  # fmt: skip
COLOURS: dict[str, str] = {
    "red": "#e03131", "crimson": "#c2183d", "scarlet": "#e8291c", "maroon": "#7d1d2c", "burgundy": "#7a1f35",
    "orange": "#f4791f", "coral": "#ff7059", "peach": "#ffb48a", "amber": "#ffb300", "rust": "#b24a22", "rusty": "#b24a22",
    "yellow": "#ffcf24", "gold": "#e0a92e", "golden": "#e3ac35", "mustard": "#d8a01e", "blonde": "#e8c878", "lemon-yellow": "#ffe23d",
    "green": "#2f9e44", "lime-green": "#86cf2f", "olive-green": "#7d8a35", "emerald": "#0f9d6a", "mint": "#8fdcb8", "sage": "#9db08c", "turquoise": "#23b8b0", "teal": "#12828a", "cyan": "#1fb6d9", "aqua": "#30c5cf",
    "blue": "#2b6fdc", "navy": "#1d2f6b", "indigo": "#3f3fa8", "azure": "#3b93ea", "sky-blue": "#7cc4f2", "cobalt": "#1f4fc4",
    "purple": "#8440c4", "violet": "#7a49d6", "lavender": "#b9a3e8", "lilac": "#c4a3dc", "magenta": "#d42a9a", "mauve": "#a883b0",
    "pink": "#f277ad", "fuchsia": "#e0309f", "rose-coloured": "#e7849b",
    "brown": "#8a5a36", "tan": "#cda676", "beige": "#e3d2b4", "chocolate-brown": "#5b3622", "bronze": "#a5733a", "copper": "#b86b3c", "cream": "#f5e9cf", "ivory": "#f6f0df", "khaki": "#b3a672",
    "white": "#f6f5f1", "grey": "#8d949e", "gray": "#8d949e", "silver": "#bcc4ce", "black": "#26262c", "charcoal-grey": "#3a3d44",
}  # fmt: skip
SHADES = {"dark": -0.12, "deep": -0.1, "light": 0.12, "pale": 0.16, "bright": 0.05, "vivid": 0.03}
SIZES = _table("""
tiny: tiny, miniature, teeny, minuscule
small: small, little, mini, short
large: large, big, tall, long
huge: huge, giant, enormous, gigantic, massive, towering, colossal, oversized
""")
POSES = _table("""
sitting: sitting, seated, sits, perched, resting
standing: standing, stands
lying: lying, sleeping, lies, asleep, lying down, curled up, sleeps
walking: walking, walks, strolling, wandering
running: running, runs, galloping, racing, sprinting
jumping: jumping, leaping, jumps, hopping
flying: flying, flies, soaring, hovering, floating, drifting
swimming: swimming, swims, diving
looking: looking at the camera, looking at camera, facing the camera, facing camera, looking into the camera, looking into camera, looking at the viewer, looking at viewer, looking, watching, gazing, staring, facing
smiling: smiling, laughing, happy, grinning
dancing: dancing, dances
playing: playing, plays
""")
MATERIALS = _words("""
    wooden metal metallic golden silver glass crystal marble stone plastic paper leather ceramic
    porcelain brick concrete steel iron clay velvet woolen knitted fluffy furry shiny glossy matte
    transparent rusty old antique vintage modern new
""")
RELATIONS = _table("""
left_of: to the left of, on the left of, left of, on the left side of, to left of
right_of: to the right of, on the right of, right of, on the right side of, to right of
above: above, over, hovering over, floating above, flying over, flying above, hanging over, hanging above, suspended above
below: below, under, underneath, beneath
on: riding a, on top of, on, atop, upon, sitting on, standing on, perched on, lying on, sleeping on, riding, riding on, resting on, placed on, sits on, stands on, seated on, walking on, sitting atop, rides
in: in, inside, inside of, within, into, sitting in, filled with
front_of: in front of, before
behind: behind, in back of, at the back of
between: between, in between
beside: next to, beside, by, near, alongside, close to, adjacent to, at the side of, leaning against, against
holding: flying a, playing a, playing the, kicking a, throwing a, catching a, lifting a, holding, carrying, clutching, gripping, holds, carries, hugging, waving, eating, drinking, reading
wearing: wearing, wears, dressed in
with: with
lettered: written on, printed on, painted on, written across, engraved on, carved on, painted across
""")
POSITIONS = _table("""
left: on the left, at the left, on the left side, to the left, left side, in the left corner
right: on the right, at the right, on the right side, to the right, right side, in the right corner
centre: in the center, in the centre, in the middle, at the center, at the centre
top: at the top, on top, in the upper part
bottom: at the bottom, in the lower part
background: in the background, in the distance, far away, on the horizon, in the back
foreground: in the foreground, up front
""")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "single": 1, "lone": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2, "couple of": 2, "pair": 2, "pair of": 2, "few": 3,
    "several": 4, "some": 3, "many": 7, "trio": 3, "trio of": 3, "group of": 5, "flock of": 7, "herd of": 6, "dozen": 12,
    "school of": 7, "bunch of": 5, "row of": 5, "pack of": 5, "crowd of": 9, "multiple": 4, "both": 2, "twin": 2, "half a dozen": 6,
    "swarm of": 9, "fleet of": 5, "lots of": 8, "dozens of": 12, "set of": 4, "family of": 4, "pile of": 6, "collection of": 6, "line of": 5,
}  # fmt: skip
FEATURES = _table("""
moon: moon, full moon, crescent moon, moonlight, moonlit
stars: stars, starry, starry night, starlit, under the stars, starry sky
sun: sun, setting sun, rising sun
aurora: aurora, northern lights, aurora borealis
rainbow: rainbow
fireworks: fireworks
fireflies: fireflies, firefly
lightning: lightning, thunderstorm
falling_leaves: falling leaves
petals: cherry blossoms, cherry blossom, petals
flowers: flowers, wildflowers, flower field, flower meadow, field of flowers
plinth: plinth, podium, pedestal, marble podium, stone podium
white_background: white background, plain white background, pure white background, white backdrop
bokeh: bokeh, depth of field, shallow depth of field, blurred background
""")
UNDRAWN = frozenset(
    {
        "seahorse", "sea horse", "sea cucumber", "sea urchin", "horse chestnut", "prairie dog", "jelly bean",
        "dragon fruit", "cotton candy", "butterfly net", "fish hook", "car park",
    }
)  # fmt: skip
"""Names that have no art and are not what their last or first word names, nor near it."""
OWN_COLOURS = {
    "forest": "green", "meadow": "green", "sea": "blue turquoise teal azure navy", "lake": "blue turquoise teal azure",
    "underwater": "blue turquoise teal green", "desert": "orange golden yellow tan gold", "tundra": "white blue",
    "beach": "golden white yellow", "mountains": "blue grey gray", "sky": "blue", "moonscape": "grey gray",
}  # fmt: skip
"""Colours that places have anyway."""
FILLERS = _words("""
    the of and or that which who is are was be being there this these those its it his her their they he
    she him them your my our i you we at to for from as very with has have having had a an in on by into
    onto over some any all each every other another picture image photo photograph photography
    illustration drawing painting render rendering scene shot view art artwork of style styled design
    concept composition digital 3d cgi cartoon show shows showing depicting featuring draw paint make
    create generate please beautiful stunning gorgeous detailed highly ultra hyper realistic
    hyperrealistic photorealistic photorealism realism quality best masterpiece 4k 8k hd uhd hdr
    resolution high professional award winning award-winning cinematic epic amazing perfect sharp focus
    crisp vibrant colorful colourful intricate elegant lovely nice cute adorable pretty majestic magical
    serene peaceful calm quiet tranquil dreamy whimsical minimalist minimal simple clean aesthetic
    atmosphere atmospheric mood background foreground lighting light lights color colors colour colours
    coloured colored tones tone palette texture textures details through across along around off out up
    down while during against toward towards near far middle side top bottom its it's one's themselves
    itself themed look looks like style-of covered full filled surrounded made so just also not but then
    than too more most much less only even still yet together using use written says saying reads
    reading reads: text words word letters lettering caption titled title labelled labeled called named
    rising setting glowing shining bright falling growing blowing standing-up seen viewed captured taken
    left right center centre front back above below between where when what how if annotated diagram
    labels icons icon set chart graph infographic bar pie line callouts callout numbered sheet sticker
    stickers poster surface ground floor wall walls sky inside outside corner edge side part parts piece
    pieces shape form front group row line young old new fresh wild tame friendly brave lonely curious
    proud sleepy fluffy great about because going coming ultra-detailed ultra-realistic hyper-realistic
""")
