"""Where the parts of a thing are on its figure, as shares of its box from the top left; animals face left."""

from studio.engine.plan.scene import Subject

Spot = tuple[float, float]


def _table(text: str) -> dict[str, Spot]:
    """Lines of `x y: word, word`."""
    table = {}
    for line in text.strip().splitlines():
        place, _, words = line.partition(":")
        x, y = (float(part) for part in place.split())
        table.update({word.strip(): (x, y) for word in words.split(",")})
    return table


ANIMAL = _table("""
0.25 0.06: ear, ears, horn, horns, antlers, crest
0.22 0.2: head, face, skull
0.19 0.26: eye, eyes
0.03 0.37: nose, snout, muzzle, beak, mouth, bill, whiskers, teeth
0.27 0.5: neck, chest, mane, throat, bib
0.6 0.38: back, fur, coat, spine, wing, wings, shell, fin, hump
0.55 0.62: body, belly, stomach, torso, trunk
0.95 0.7: tail, tip of the tail
0.33 0.93: paw, paws, foot, feet, hoof, hooves, claw, claws
0.72 0.8: leg, legs, hind leg, hind legs, haunch
0.33 0.76: front leg, front legs, foreleg
""")
PERSON = _table("""
0.5 0.05: hair, hat, helmet, antenna
0.5 0.14: head, face, visor, eyes, nose, mouth
0.5 0.42: chest, body, shirt, torso, jacket, suit, heart
0.2 0.5: arm, arms, sleeve, elbow
0.15 0.65: hand, hands, glove
0.42 0.8: leg, legs, knee, trousers
0.42 0.97: foot, feet, shoe, shoes, boots
""")
PLANT = _table("""
0.5 0.1: flower, bloom, blossom, crown, top, bud
0.3 0.14: petal, petals, leaves of the crown, fruit
0.5 0.16: centre, center, pollen, stamen, pistil, seeds
0.5 0.62: stem, stalk, branch, branches
0.7 0.72: leaf, leaves
0.5 0.88: trunk, bark
0.5 0.98: root, roots, soil, pot
""")
VEHICLE = _table("""
0.24 0.84: wheel, wheels, tyre, tire, front wheel
0.78 0.84: rear wheel, back wheel
0.5 0.06: roof, mast, rotor, sail
0.4 0.3: window, windows, windscreen, windshield, cockpit
0.5 0.62: door, body, hull, fuselage, frame
0.06 0.6: headlight, lights, bumper, bonnet, hood, bow, nose
0.95 0.6: tail, boot, exhaust, stern, rear light
""")
BICYCLE = _table("""
0.18 0.74: wheel, wheels, front wheel, tyre, tire, spokes
0.82 0.74: rear wheel, back wheel
0.3 0.06: handlebar, handlebars, brake, brakes, bell
0.66 0.14: saddle, seat
0.52 0.72: pedal, pedals, crank, chain, chainring
0.46 0.44: frame, tube
0.25 0.4: fork
""")
BUILDING = _table("""
0.5 0.16: roof, tower, top, spire, lantern, light, dome
0.74 0.08: chimney, flag
0.5 0.88: door, entrance, gate
0.25 0.66: window, windows
0.8 0.72: wall, walls, facade
0.5 0.98: base, foundation, rocks
""")
OBJECT = _table("""
0.5 0.05: cap, lid, stopper, top, rim, tip, shade
0.5 0.22: neck, collar, opening
0.5 0.62: label, body, glass, middle, content, liquid, screen, display
0.94 0.55: handle, grip, button
0.5 0.97: base, bottom, foot, feet, leg, legs, stand
0.12 0.5: side, edge
""")
_KINDS = {"animal": ANIMAL, "person": PERSON, "plant": PLANT, "vehicle": VEHICLE, "building": BUILDING}


def spot_of(part: str, subject: Subject) -> Spot | None:
    """Where that part is, as far as it is known."""
    table = BICYCLE if subject.noun == "bicycle" else _KINDS.get(subject.kind, OBJECT)
    words = part.lower()
    return table.get(words) or table.get(words.rpartition(" ")[2]) or table.get(words.partition(" ")[0])
