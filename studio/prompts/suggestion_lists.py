"""The studio's own lists of values per kind of field, and the words of keys that name the kind."""

from typing import NamedTuple


class Kind(NamedTuple):
    name: str
    label: str
    keys: tuple[tuple[str, ...], ...]
    values: tuple[str, ...]
    numbers: tuple[str, ...]


def _kind(name: str, label: str, keys: str, values: str, numbers: str = "") -> Kind:
    """`keys` and `values` part at commas and semicolons; `numbers` are for fields that hold one."""
    return Kind(
        name,
        label,
        tuple(tuple(key.split()) for key in keys.split(",")),
        tuple(values.split("; ")),
        tuple(numbers.split()),
    )


LISTS: tuple[Kind, ...] = (
    _kind(
        "light",
        "Light",
        "light, lighting, lights, illumination, ambient, light source, lighting source",
        "soft north-facing window light; low golden sun from behind; overcast daylight, no hard "
        "shadows; single hard spotlight from above; warm candlelight; cool moonlight with long shadows; "
        "coloured neon from both sides; large softbox from camera left; direct on-camera flash; rim "
        "light on a dark background; dappled light through leaves; firelight flickering from below",
    ),
    _kind(
        "direction",
        "Direction of light",
        "light direction, lighting direction, direction of light",
        "from camera left, slightly above; from camera right, slightly above; straight from the front; "
        "from behind, outlining the subject; from directly above; from below; raking from the side, low",
    ),
    _kind(
        "shadow",
        "Shadows",
        "shadow, shadows",
        "soft and barely there; crisp and dark; long, falling to the left; a single contact shadow; "
        "patterned, as through a blind; deep, swallowing detail",
    ),
    _kind(
        "angle",
        "Camera angle",
        "angle, camera angle, perspective, viewpoint, view, point of view",
        "eye level; low angle, looking up; high angle, looking down; straight from above; ground level; "
        "over the shoulder; three-quarter view; side profile; tilted horizon; bird's-eye view from far "
        "up",
    ),
    _kind(
        "framing",
        "Framing",
        "framing, shot, shot type, crop, shot size, camera distance",
        "extreme close-up; close-up on the face; head and shoulders; waist up; full figure with room "
        "around it; wide shot, small figure in a large place; tight detail of the hands",
    ),
    _kind(
        "composition",
        "Composition",
        "composition, arrangement, balance",
        "centred and symmetrical; subject on the left third; subject on the right third, space to read; "
        "diagonal from corner to corner; framed by the foreground; flat lay on a grid; large empty "
        "space above",
    ),
    _kind(
        "lens",
        "Lens",
        "lens, optics",
        "24 mm wide angle; 35 mm, natural and close; 50 mm, as the eye sees it; 85 mm portrait lens; "
        "135 mm, compressed background; 100 mm macro; tilt-shift, miniature look; fisheye; old lens "
        "with soft edges and glow",
    ),
    _kind(
        "focal_length",
        "Focal length",
        "focal length, focal length equivalent",
        "24 mm; 35 mm; 50 mm; 85 mm; 135 mm",
        numbers="24 35 50 85 135 200",
    ),
    _kind(
        "aperture",
        "Aperture",
        "aperture, f stop, fstop",
        "f/1.4; f/2.8; f/5.6; f/11",
        numbers="1.4 2 2.8 4 5.6 8 11",
    ),
    _kind(
        "iso",
        "Film speed",
        "iso",
        "ISO 100; ISO 400; ISO 1600; ISO 6400",
        numbers="100 400 1600 6400",
    ),
    _kind(
        "kelvin",
        "White balance",
        "white balance, color temperature, colour temperature, kelvin",
        "2700 K, candle warm; 3200 K, tungsten; 4500 K, early sun; 5600 K, daylight; 7500 K, open shade",
        numbers="2700 3200 4500 5600 6500 7500",
    ),
    _kind(
        "focus",
        "Depth of field",
        "depth of field, focus, bokeh, dof",
        "very shallow, background melted away; shallow, background hinted at; moderate, surroundings "
        "readable; deep, sharp from front to back; focus on the foreground, subject soft",
    ),
    _kind(
        "palette",
        "Palette",
        "palette, color palette, colour palette, colors, colours, color scheme, colour scheme, dominant "
        "colors, accent colors",
        "warm terracotta, ochre and cream; deep navy with a single orange accent; muted sage, sand and "
        "off-white; black, white and one red; pastel pink, mint and butter yellow; teal shadows, amber "
        "highlights; earth browns and moss greens; ice blue, silver and white; saturated primaries; a "
        "single colour in many shades",
    ),
    _kind(
        "colour",
        "Colour",
        "color, colour, tint, hue, base color, base colour",
        "black; ivory; charcoal grey; burgundy; brick red; burnt orange; mustard yellow; olive green; "
        "emerald; sky blue; navy; lavender; dusty pink; chestnut brown",
    ),
    _kind(
        "hair_colour",
        "Hair colour",
        "hair color, hair colour",
        "black; dark brown; chestnut; copper red; honey blond; platinum; silver grey; white",
    ),
    _kind(
        "hair_style",
        "Hair style",
        "hair style, hairstyle",
        "short crop; straight bob with a fringe; long and loose; high ponytail; low bun; two braids; "
        "tight curls; shaved at the sides",
    ),
    _kind(
        "skin_tone",
        "Skin tone",
        "skin tone",
        "very fair with freckles; fair; olive; light brown; deep brown; very dark",
    ),
    _kind(
        "grade",
        "Colour grading",
        "color grade, colour grade, color grading, colour grading, color tone, colour tone",
        "neutral and true to life; warm, faded film; cool and clean; high contrast black and white; "
        "sepia; bleached, low saturation; rich, saturated slide film",
    ),
    _kind(
        "season",
        "Season",
        "season",
        "early spring, first buds; spring in full blossom; high summer; late summer, dry grass; golden "
        "autumn; foggy November; deep winter, fresh snow",
    ),
    _kind(
        "time",
        "Time of day",
        "time, time of day, daytime, hour",
        "before sunrise; early morning; bright midday; late afternoon; golden hour; blue hour; night",
    ),
    _kind(
        "weather",
        "Weather",
        "weather, weather atmosphere, sky",
        "clear sky; scattered clouds; overcast; light rain, wet ground; thunderstorm; thick fog; "
        "falling snow; strong wind; haze and heat shimmer",
    ),
    _kind(
        "era",
        "Period",
        "era, period, decade, year",
        "ancient Rome; the Middle Ages; the 1920s; the 1950s; the 1970s; the 1990s; today; a hundred "
        "years from now",
    ),
    _kind(
        "material",
        "Material",
        "material, materials, surface, finish",
        "brushed steel; polished brass; matt black ceramic; clear glass; frosted glass; oiled walnut; "
        "raw concrete; white marble; woven wicker; folded paper; knitted wool; recycled plastic",
    ),
    _kind(
        "fabric",
        "Fabric",
        "fabric, textile, cloth",
        "washed linen; heavy wool; raw denim; silk satin; velvet; corduroy; cotton jersey; soft "
        "leather; tulle",
    ),
    _kind(
        "texture",
        "Texture",
        "texture, textures, pattern",
        "smooth; rough and grainy; finely woven; cracked with age; glossy and wet; embossed; thin "
        "stripes; small checks; polka dots; botanical print",
    ),
    _kind(
        "style",
        "Style",
        "style, art style, visual style, artistic style, aesthetic, render style, rendering style, genre",
        "documentary photograph; fashion editorial photograph; studio product photograph; flat vector "
        "illustration; loose watercolour; oil painting with visible strokes; ink drawing with "
        "cross-hatching; risograph print in two colours; cut-paper collage; clay animation still; "
        "isometric 3D render; pixel art; woodcut",
    ),
    _kind(
        "mood",
        "Mood",
        "mood, atmosphere, tone, vibe, emotion, feeling",
        "calm and quiet; joyful and bright; melancholy; mysterious; tense; dreamy; festive; solemn; "
        "playful; nostalgic",
    ),
    _kind(
        "expression",
        "Expression",
        "expression, facial expression",
        "neutral, at rest; slight smile; laughing; thoughtful; surprised; concentrated; proud; tired "
        "but content",
    ),
    _kind(
        "gaze",
        "Gaze",
        "gaze, eye direction, look direction",
        "into the camera; past the camera, to the left; past the camera, to the right; down at the "
        "hands; up to the sky; eyes closed",
    ),
    _kind(
        "pose",
        "Pose",
        "pose, posture, stance, gesture, body position",
        "standing, weight on one leg; sitting, leaning forward; walking towards the camera; turned "
        "away, looking back; arms crossed; leaning against a wall; kneeling; caught in mid-jump",
    ),
    _kind(
        "place",
        "Place",
        "place, location, setting, environment, scene, backdrop",
        "a white studio; a narrow old-town street; a sunlit kitchen; a forest clearing; a wide empty "
        "beach; a mountain ridge; a train platform; a greenhouse full of plants; a rooftop above the "
        "city; a library with tall shelves",
    ),
    _kind(
        "background",
        "Background",
        "background",
        "seamless white; seamless mid-grey; deep black; soft gradient in the subject's colour; blurred "
        "greenery; out-of-focus city lights; plain plaster wall; draped linen",
    ),
    _kind(
        "ratio",
        "Aspect ratio",
        "aspect ratio, aspectratio, ratio",
        "1:1; 4:5; 3:4; 2:3; 9:16; 4:3; 3:2; 16:9; 21:9",
    ),
    _kind(
        "orientation",
        "Orientation",
        "orientation",
        "portrait; landscape; square",
    ),
    _kind(
        "contrast",
        "Contrast",
        "contrast, saturation",
        "low; moderate; high",
    ),
    _kind(
        "grain",
        "Grain",
        "grain, film grain, noise",
        "none; fine film grain; coarse, pushed film grain",
    ),
    _kind(
        "typeface",
        "Lettering",
        "font, typeface, typography, lettering, font style",
        "bold sans serif; elegant serif; condensed headline; hand-lettered brush script; monospaced; "
        "stencil; chalk on a blackboard",
    ),
)
