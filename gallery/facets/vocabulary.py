"""Words by which plain prompts tell their light, place, style and so on. Small on purpose; the lists are our own.

A line holds the ways to say one thing, the first of which names it: two prompts that say “dusk” and “at sunset”
have the same light.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

SUBJECT = "subject"
FACETS: Mapping[str, str] = {
    SUBJECT: "subject",
    "place": "place",
    "light": "light",
    "style": "style",
    "mood": "mood",
    "palette": "colours",
    "framing": "framing",
    "use": "use",
}
"""The facets in the order in which differences are told, with the word for each."""


class Term(NamedTuple):
    facet: str
    name: str


_LISTS: Mapping[str, str] = {
    "light": """
        golden hour; golden light; low sun; warm sunlight; late afternoon sun; evening sun
        sunset; dusk; twilight; sundown; after sunset
        sunrise; dawn; daybreak; first light; early morning; before sunrise; morning light
        blue hour
        night; nighttime; night-time; at night; midnight; night sky; nocturnal
        moonlight; moonlit; full moon; under the moon; cool moonlight
        starlight; starry night; starry sky; milky way; under the stars
        daylight; midday; noon; bright sun; bright sunlight; sunny; sunlit; sunlight; in the sun
        overcast; cloudy; grey light; flat light; diffuse light; diffused light
        fog; foggy; mist; misty; haze; hazy
        neon; neon light; neon lights; neon glow; neon signs; neon sign
        candlelight; candlelit; candle light; by candle; candles
        lantern light; lanterns; lantern; lamplight; lamp light; by lamplight; string lights; fairy lights
        firelight; fire light; campfire; fireplace; bonfire
        window light; light from a window; soft window light; north light
        softbox; studio light; studio lighting; studio lights; soft studio light; large softbox
        direct flash; flash photography; on-camera flash; strobe
        backlit; backlight; backlighting; back-lit; silhouette; silhouetted; rim light; rim-lit; contre-jour
        hard light; hard shadow; hard shadows; harsh light; harsh shadows; spotlight; single spotlight
        soft light; soft lighting; soft shadow; soft shadows; gentle light
        dappled light; dappled shade; light through leaves; sunbeams; god rays; shafts of light
        chiaroscuro; low-key; low key; dramatic lighting; dramatic light; film noir; noir lighting
        high-key; high key
        bioluminescent; bioluminescence; glowing; luminous; glow
        aurora; northern lights; aurora borealis
        storm light; thunderstorm; lightning; stormy sky; stormy
        volumetric light; volumetric lighting; cinematic lighting; cinematic light
    """,
    "place": """
        forest; woods; woodland; forest clearing; clearing; pine forest; birch forest; among trees; jungle; rainforest
        meadow; field; grassland; prairie; wildflowers; pasture; savanna; steppe; farmland; wheat field
        mountain; mountains; mountain ridge; ridge; peak; peaks; alps; summit; cliff; cliffs; canyon; valley
        desert; dunes; dune; sand dunes; sahara
        beach; seashore; shore; coast; seaside; coastline; tropical island; island
        sea; ocean; open sea; waves; at sea
        underwater; under water; deep sea; coral reef; reef; seabed; ocean floor
        lake; pond; lakeside; river; riverbank; stream; waterfall; harbour; harbor; canal
        snow; snowy; snow-covered; snowfield; glacier; ice; arctic; antarctic; winter landscape; in winter
        city; skyline; cityscape; downtown; metropolis; manhattan; skyscrapers; city lights
        street; alley; alleyway; sidewalk; old town; old-town street; cobblestone; crossroads; road; highway
        village; town; hamlet; market; bazaar; market square; marketplace
        rooftop; roof; roof garden; balcony; terrace
        garden; orchard; vineyard; greenhouse; park; courtyard; botanical garden
        kitchen; bakery; kitchen table; kitchen counter
        cafe; café; coffee shop; restaurant; bar; diner; pub
        living room; bedroom; room; interior; home; apartment; sofa; attic; bathroom; hallway
        library; bookshop; bookshelf; study; office; desk; classroom; school; workshop; museum; gallery wall
        studio; white studio; photo studio; seamless white; white background; plain background; grey background; studio backdrop; black background; plain wall
        plinth; podium; pedestal; marble slab; marble table; display stand
        space; outer space; cosmos; galaxy; nebula; orbit; planet; moon surface; mars; space station
        sky; clouds; above the clouds; in the air; mid-air
        castle; ruins; temple; cathedral; church; palace; fortress; tower
        train; train station; station; platform; airport; subway; metro; bus stop
        stage; theatre; theater; concert; arena; stadium; gym; playground
        cave; cavern; mine; tunnel; underground; catacomb
        factory; laboratory; warehouse; garage; spaceship; cockpit
        farm; barn; stable; windmill; lighthouse; cabin; cottage; hut; tent
    """,
    "style": """
        photograph; photo; photography; photorealistic; photo-realistic; dslr; photographic; realistic; hyperrealistic; ultra-realistic
        watercolour; watercolor; water colour; aquarelle; gouache
        oil painting; oil on canvas; oil paint; painterly; impasto; brush strokes; impressionist; impressionism; in the style of van gogh; monet; rembrandt
        pencil drawing; pencil sketch; pencil; sketch; graphite; charcoal drawing; charcoal; crayon; chalk drawing
        ink drawing; ink; pen and ink; cross-hatching; line art; line drawing; etching; engraving
        woodcut; linocut; lino print; block print; ukiyo-e; japanese print; risograph; screen print; screenprint
        pixel art; 8-bit; 16-bit; voxel
        isometric; isometric render; isometric illustration; low poly; low-poly
        3d render; 3d; rendered; octane render; blender; cgi; unreal engine; clay render
        flat illustration; flat vector; vector; vector art; flat design; vector illustration; flat colours; flat
        illustration; illustrated; storybook; children's book; picture book
        cartoon; comic; comic book; manga; anime; graphic novel
        claymation; clay; plasticine; stop motion; felt; needle-felted; knitted; crochet
        origami; paper cut; papercut; cut-paper; cut paper; paper craft; folded paper; collage
        art deco; art nouveau; bauhaus; constructivist; brutalist; memphis
        surreal; surrealist; surrealism; dreamlike; abstract; cubist; cubism; minimalism; abstract art; pop art
        cyberpunk; synthwave; vaporwave; steampunk; retrofuturistic; futuristic; science fiction; sci-fi
        vintage; retro; polaroid; film photograph; analogue film; 35mm film; kodachrome; daguerreotype; sepia
        cinematic; film still; movie still
        stained glass; mosaic; mural; graffiti; fresco; tapestry; embroidery; quilt; porcelain; ceramic
        minimalist; minimal; clean
        technical drawing; blueprint; schematic; cutaway; exploded view
    """,
    "mood": """
        calm; quiet; peaceful; serene; still; tranquil; restful
        joyful; happy; cheerful; bright; lively; festive; celebration
        melancholy; sad; lonely; wistful; lonesome; solitary
        mysterious; eerie; haunting; spooky; uncanny; creepy; scary
        tense; dramatic; epic; powerful; intense; heroic
        dreamy; ethereal; whimsical; magical; enchanted; fairy-tale; fairytale
        playful; funny; humorous; silly; cute; adorable
        cosy; cozy; warm; homely; nostalgic
        elegant; luxurious; refined; opulent; premium
    """,
    "palette": """
        black and white; monochrome; greyscale; grayscale
        pastel; pastels; pastel colours; pastel colors; soft colours
        red; crimson; scarlet; burgundy; ruby
        orange; terracotta; amber; copper; rust
        yellow; mustard; gold; golden; ochre
        green; emerald; sage; olive; mint; moss
        blue; navy; teal; cyan; turquoise; azure; indigo; cobalt
        purple; violet; lilac; lavender; mauve; magenta
        pink; blush; rose; fuchsia; coral
        white; cream; ivory; off-white
        black; jet black
        brown; chestnut; chocolate; sepia tones; beige; tan; sand
        grey; gray; silver; charcoal grey
        earth tones; muted; muted colours; muted colors; desaturated
        vibrant; saturated; colourful; colorful; rainbow; vivid
    """,
    "framing": """
        close-up; close up; closeup; extreme close-up; macro; macro photograph; macro shot; detail
        wide shot; wide angle; wide-angle; panorama; panoramic; landscape shot; establishing shot
        aerial; aerial view; bird's-eye view; birds-eye view; from above; top-down; top down; overhead; flat lay; drone shot
        low angle; low-angle; from below; worm's-eye view; looking up
        eye level; eye-level
        head and shoulders; headshot; bust; half-body; waist up; portrait; self-portrait; selfie
        full body; full-body; full figure; full length; full-length
        symmetrical; symmetric; centred; centered; symmetry
        three-quarter view; profile; side view; side profile
        shallow depth of field; bokeh; blurred background
    """,
    "use": """
        product photo; product photograph; product shot; product photography; packshot; product; packaging
        poster; movie poster; film poster; travel poster; event poster; flyer
        logo; emblem; badge; monogram; brand mark; wordmark
        icon; app icon; sticker; emoji; avatar; mascot
        book cover; album cover; magazine cover; cover; cover art
        infographic; diagram; annotated; labelled; chart; map; anatomical; cross-section; cross section; textbook
        greeting card; postcard; invitation; card; birthday card; christmas card
        wallpaper; desktop wallpaper; background image; banner; header
        pattern; seamless pattern; wrapping paper; fabric print
        advertisement; ad; campaign; billboard; commercial
        lookbook; editorial; fashion editorial; fashion photograph; fashion; catalogue
        concept art; character sheet; character design; storyboard; game asset; matte painting
        menu; recipe; tattoo; coin; stamp
    """,
}


def terms() -> Iterator[tuple[str, Term]]:
    """Every way of saying, lower case, with what it says."""
    for facet, lists in _LISTS.items():
        for line in lists.strip().splitlines():
            ways = [way.strip() for way in line.split(";")]
            for way in ways:
                yield way, Term(facet, ways[0])


def _cut(text: str) -> frozenset[str]:
    return frozenset(text.split())


BREAKS = _cut(
    "in on at under over by near with among between through against during inside beside behind across above"
    " below before beneath from into onto around along within while wearing holding as is are next towards toward"
    " surrounded lit made standing sitting walking lying floating running and"
)
"""Words that end the first noun phrase of a prompt."""

HOLLOW = _cut(
    "a an the of to for and or but that this these those it its his her their our my your one two three four five"
    " some many several few very with without no not into up down out off so than then there here where which who"
    " whose what when be been being has have had do does make makes made show shows shown showing featuring picture"
    " image scene shot view style look looks like best quality masterpiece detailed highly ultra 4k 8k hd uhd"
    " high resolution sharp focus beautiful stunning amazing nice good great professional award winning trending"
    " please create generate draw render art artwork by in on at from as is are small big large little tiny huge"
    " old young new photo photograph photography painting painted drawing illustration digital close made front left right top side"
)
"""Words that do not tell a subject."""
