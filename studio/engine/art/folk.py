"""People of our own, dressed for what they do: whole figures put together from parts.

A key's name lists the parts, joined by `-`, each with a colour of its own after a point if it is to have one:
`woman-long-dress.dark_green-shades`. The order does not matter; parts are drawn from back to front. The figure
is drawn on a square of 128, 8 units of which above the head are for hats.
"""

from collections.abc import Callable
from functools import partial

from studio.engine.compose.colour import Colour, colour, mix

Paint = Callable[[Colour], str]
SKIN, SHADE, DARK = "#c98d6a", "#ad7351", "#2b1b14"
_WHITE, _BLACK = colour("#ffffff"), colour("#1b1a24")


def _mirrored(markup: str) -> str:
    return f'{markup}<g transform="translate(128 0) scale(-1 1)">{markup}</g>'


def _path(fill: str, *shapes: str) -> str:
    return f'<path fill="{fill}" d="{" ".join(shapes)}"/>'


def _dark(main: Colour, share: float = 0.22) -> str:
    return mix(main, _BLACK, share).hex


def _pale(main: Colour, share: float = 0.25) -> str:
    return mix(main, _WHITE, share).hex


def _legs(main: Colour) -> str:
    return _path(main.hex, "M49 73h30l2 42h-12l-4-31h-2l-4 31h-12z") + _path(_dark(main), "M63 80h2l1 8h-4z")


def _shoes(main: Colour) -> str:
    return _mirrored(_path(main.hex, "M47 113h13c1 5 0 9-3 9h-12c-5 0-4-7 2-9"))


def _bare_legs(high: float) -> str:
    return _path(SKIN, f"M53 {high}h8v{116 - high}h-8zM67 {high}h8v{116 - high}h-8z")


def _arms(sleeve: Colour, to: float = 76.0) -> str:
    """Both arms; the sleeve ends at `to`, from 54 (short) to 76 (long)."""
    cut = (to - 44) / 32
    hand = f'<path d="M46.500 46 L{46.5 - 10 * 1:.1f} 78" stroke="{SKIN}" stroke-width="8" stroke-linecap="round"/>'
    end = (46.5 - 9 * cut, 46 + 29 * cut)
    cloth = (
        f'<path d="M47.500 47 L{end[0]:.1f} {end[1]:.1f}" stroke="{_dark(sleeve, 0.1)}" stroke-width="11.500"'
        ' stroke-linecap="round"/>'
    )
    return _mirrored(hand + cloth)


def _torso(main: Colour) -> str:
    return _path(main.hex, "M45 44c5-3 10-4 19-4s14 1 19 4l-3 34h-32z") + _path(
        _dark(main, 0.14), "M48 72h32l-.400 6h-31.200z"
    )


def _tee(main: Colour) -> str:
    trousers = colour("#59627a")
    return _legs(trousers) + _shoes(colour("#3b3440")) + _arms(main, 58) + _torso(main)


def _jumper(main: Colour) -> str:
    return _legs(colour("#4a5675")) + _shoes(colour("#6b4630")) + _arms(main) + _torso(main) + _path(
        _pale(main), "M56 40c4 4 12 4 16 0l1 3c-5 5-13 5-18 0z"
    )  # fmt: skip


def _dress(main: Colour) -> str:
    return (
        _bare_legs(98)
        + _shoes(mix(main, _BLACK, 0.4))
        + _arms(main, 54)
        + _path(main.hex, "M46 44c5-3 10-4 18-4s13 1 18 4l-4 24l14 38c-16 6-40 6-56 0l14-38z")
        + _path(
            _dark(main, 0.13), "M55 70l-8 38c-4 0-8-1-11-2l14-38zM71 70l4 40h7l-8-40zM61 70l-2 40h6l1-40z"
        )
        + _path(_pale(main, 0.35), "M50 66h28l.500 4h-29z")
    )


def _suit(main: Colour) -> str:
    return (
        _legs(main) + _shoes(colour("#26222b")) + _arms(main)
        + _path(main.hex, "M44 44c5-3 11-4 20-4s15 1 20 4l-1 38h-38z")
        + _path("#f4f3f0", "M56 40h16l-8 26z") + _path("#b3262e", "M62 43h4l2 14l-4 6l-4-6z")
        + _path(_dark(main, 0.3), "M56 40l8 28l-4 14h-2l-5-30l3-3l-4-3zM72 40l-8 28l4 14h2l5-30l-3-3l4-3z")
    )  # fmt: skip


def _coat(main: Colour) -> str:
    return (
        _legs(colour("#48566e")) + _shoes(colour("#33303a")) + _arms(main)
        + _path(main.hex, "M44 44c5-3 11-4 20-4s15 1 20 4l3 52h-46z")
        + _path("#7fb2d6", "M56 40h16l-8 20z")
        + _path(_dark(main, 0.16), "M63 58h2v38h-2zM56 40l8 20l-5 4l-6-20zM72 40l-8 20l5 4l6-20zM49 76h9v2h-9zM70 76h9v2h-9z")
    )  # fmt: skip


def _robe(main: Colour) -> str:
    return (
        _shoes(mix(main, _BLACK, 0.5)) + _mirrored(_path(_dark(main, 0.1), "M46 43c-8 6-13 22-16 36l14 4l8-30z"))
        + f'<circle cx="37" cy="82" r="4.500" fill="{SKIN}"/><circle cx="91" cy="82" r="4.500" fill="{SKIN}"/>'
        + _path(main.hex, "M46 43c5-2 9-3 18-3s13 1 18 3l12 74c-18 5-42 5-60 0z")
        + _path(_dark(main, 0.15), "M60 78l-8 42c-6 0-12-1-18-3l12-39zM72 78l6 41h8l-8-41z")
        + _path(_pale(main, 0.45), "M47 74h34l.600 5h-35.200zM61 40h6l-2 34h-2z")
    )  # fmt: skip


def _kimono(main: Colour) -> str:
    return _robe(main) + _path("#fbf3e4", "M56 40l12 34h-4l-12-33zM72 40l-12 34h4l12-33z") + _path(
        _dark(main, 0.45), "M46 68h36l1 13h-38z"
    )  # fmt: skip


def _apron(main: Colour) -> str:
    return _tee(mix(main, colour("#7d8aa5"), 0.8)) + _path(main.hex, "M54 46h20v12l6 40h-32l6-40z") + _path(
        _dark(main, 0.15), "M56 76h16v9h-16zM54 46l-4-4h3l4 4zM74 46l4-4h-3l-4 4z"
    )  # fmt: skip


def _chef(main: Colour) -> str:
    return (
        _legs(colour("#3f4350")) + _shoes(colour("#26222b")) + _arms(main) + _torso(main)
        + _path("#d8363a", "M55 40c4 4 14 4 18 0l1 4l-7 3l3 7l-6-5l-6 5l3-7l-7-3z")
        + "".join(f'<circle cx="{x}" cy="{y}" r="1.400" fill="#8f949e"/>' for x in (58, 70) for y in (58, 64, 70))
    )  # fmt: skip


def _armour(main: Colour) -> str:
    edge = _dark(main, 0.3)
    return (
        _legs(mix(main, _BLACK, 0.12)) + _shoes(mix(main, _BLACK, 0.35)) + _arms(main)
        + _path(main.hex, "M45 44c5-3 10-4 19-4s14 1 19 4l-3 36c-9 5-23 5-32 0z")
        + _path(_pale(main, 0.5), "M52 46c3-2 6-2 9-2v34c-4 0-8-1-10-3z") + _path(edge, "M48 72h32v4h-32zM52 94h9v3h-9zM67 94h9v3h-9z")
        + _mirrored(_path(_pale(main, 0.2), "M36 50c0-8 6-11 14-9c2 5 0 12-5 15c-5 1-9-1-9-6"))
    )  # fmt: skip


def _sport(main: Colour) -> str:
    return (
        _bare_legs(88) + _mirrored(_path("#f4f3f0", "M53 102h8v12h-8z")) + _shoes(mix(main, _BLACK, 0.2))
        + _path(_pale(main, 0.75), "M48 74h32l2 20h-16l-2-8l-2 8h-16z") + _arms(main, 56) + _torso(main)
        + _path(_pale(main, 0.75), "M62 52h4v20h-4zM58 54l4-2v4l-4 2z")
    )  # fmt: skip


def _uniform(main: Colour) -> str:
    return (
        _legs(mix(main, _BLACK, 0.25)) + _shoes(colour("#22202a")) + _arms(main) + _torso(main)
        + _path("#2a2833", "M48 72h32v5h-32z") + _path("#e6b740", "M61 71h6v7h-6zM52 51l2 3l3 .500l-2 2.500l.500 3l-3.500-1.500l-3.500 1.500l.500-3l-2-2.500l3-.500z")
        + _path(_dark(main), "M63 42h2v30h-2z")
    )  # fmt: skip


def _cape(main: Colour) -> str:
    return _path(_dark(main, 0.15), "M46 43c-9 20-14 48-16 68c22 7 46 7 68 0c-2-20-7-48-16-68z")


def _head(hair: Colour) -> str:
    brow = hair.hex
    return (
        _path(SHADE, "M58 34h12v8c-3 4-9 4-12 0z")
        + f'<circle cx="50.500" cy="25" r="3" fill="{SHADE}"/><circle cx="77.500" cy="25" r="3" fill="{SHADE}"/>'
        + f'<ellipse cx="64" cy="24" rx="13.500" ry="15" fill="{SKIN}"/>'
        + f'<circle cx="58.500" cy="25" r="1.900" fill="{DARK}"/><circle cx="69.500" cy="25" r="1.900" fill="{DARK}"/>'
        + _path(brow, "M55.500 20.500c2-1.500 4-1.500 6 0v1.200c-2-1-4-1-6 0zM66.500 20.500c2-1.500 4-1.500 6 0v1.200c-2-1-4-1-6 0z")
        + _path("#8f3d2e", "M59 31c3 2.200 7 2.200 10 0c-.500 3-2.600 4.400-5 4.400s-4.500-1.400-5-4.400")
        + '<g fill="#d9745c" opacity=".55"><ellipse cx="55" cy="29" rx="2.600" ry="1.600"/><ellipse cx="73" cy="29" rx="2.600" ry="1.600"/></g>'
    )  # fmt: skip


def _fixed(*shapes: str) -> Paint:
    return lambda main: _path(main.hex, *shapes)


def _crowned(main: Colour) -> str:
    return _path(main.hex, "M52 14l-4-13l8 6l8-10l8 10l8-6l-4 13z") + _path(_dark(main), "M52 14h24v-3h-24z")


def _pointed(main: Colour) -> str:
    return _path(_dark(main), "M40 14c8-5 40-5 48 0c-4 6-44 6-48 0") + _path(
        main.hex, "M49 12c3-10 9-16 22-25c-4 6-2 10 0 13c3 4 6 8 8 12c-9 4-21 4-30 0"
    ) + _path("#efc24b", "M50 9c9 3 19 3 28 0l1.500 3.500c-10 4-21 4-31 0z")  # fmt: skip


def _helmet(main: Colour) -> str:
    return _path("#c9302f", "M60 10c-2-12 12-16 20-8c-6 0-9 4-9 9z") + _path(
        main.hex, "M48 40v-18c0-11 7-17 16-17s16 6 16 17v18c-5 4-27 4-32 0"
    ) + _path(_dark(main, 0.72), "M50 22h28v5h-28z") + _path(_dark(main, 0.28), "M62 27h4v15h-4zM48 37c9 4 23 4 32 0v3c-9 4-23 4-32 0z") + _path(_pale(main, 0.5), "M53 12c2-3 5-4 8-4v13h-10c0-4 0-7 2-9")  # fmt: skip


def _brimmed(main: Colour) -> str:
    return _path(_dark(main, 0.1), "M38 15c8-6 44-6 52 0c-3 6-49 6-52 0") + _path(
        main.hex, "M50 14c-1-12 6-16 14-16s15 4 14 16c-8 3-20 3-28 0"
    ) + _path(_dark(main, 0.5), "M50 10c9 3 19 3 28 0v4c-9 3-19 3-28 0z")  # fmt: skip


def _capped(main: Colour) -> str:
    return _path(main.hex, "M49 17c-1-10 6-15 15-15s16 5 15 15z") + _path(
        _dark(main, 0.3), "M47 16c10-3 24-3 34 0l5 4c-12-2-32-2-44 0z"
    )


def _tall(main: Colour) -> str:
    return _path(main.hex, "M50 15l-2-22h32l-2 22z") + _path(_dark(main, 0.35), "M42 14c8-3 36-3 44 0c-3 5-41 5-44 0") + _path(
        "#b3262e", "M49.500 8h29l-.500 5h-28z"
    )  # fmt: skip


def _toque(main: Colour) -> str:
    return _path(main.hex, "M50 18v-9c-8-2-7-14 3-13c4-7 18-7 22 0c10-1 11 11 3 13v9c-9 3-19 3-28 0") + _path(
        _dark(main, 0.1), "M50 12c9 3 19 3 28 0v6c-9 3-19 3-28 0z"
    )


def _board(main: Colour) -> str:
    return _path(main.hex, "M64 -2l24 9l-24 9l-24-9z") + _path(_dark(main, 0.3), "M52 12l12 4.500l12-4.500v6c-8 4-16 4-24 0z") + _path(
        "#e6b740", "M86 7h1.500v12l-1.500 4l-1.500-4z"
    )  # fmt: skip


def _tricorne(main: Colour) -> str:
    return _path(main.hex, "M40 16c2-16 14-22 24-22s22 6 24 22c-7-5-15-7-24-7s-17 2-24 7") + _path(
        "#e6b740", "M40 16c7-5 15-7 24-7s17 2 24 7l-1 2c-7-5-14-6-23-6s-16 1-23 6z"
    ) + '<circle cx="64" cy="2" r="3" fill="#f4f3f0"/>'  # fmt: skip


def _glasses(main: Colour, *, dark: bool) -> str:
    glass = (
        f'fill="{main.hex}"'
        if dark
        else f'fill="#dff1ff" fill-opacity=".45" stroke="{main.hex}" stroke-width="1.400"'
    )
    return f'<g {glass}><rect x="53.500" y="21" width="9.500" height="7.500" rx="3.200"/><rect x="65" y="21" width="9.500" height="7.500" rx="3.200"/></g>' + _path(main.hex, "M62.500 23h3v1.400h-3zM50 22.500h4v1.400h-4zM74 22.500h4v1.400h-4z")  # fmt: skip


def _staff(main: Colour) -> str:
    return _path("#7a5233", "M90 22h4v98h-4z") + f'<circle cx="92" cy="18" r="7.500" fill="{main.hex}"/><circle cx="89.500" cy="15.500" r="2.400" fill="#ffffff" opacity=".8"/>' + f'<circle cx="92" cy="80" r="5" fill="{SKIN}"/>'  # fmt: skip


def _sword(main: Colour) -> str:
    return _path(main.hex, "M91 76l-2-50l3.500-7l3.500 7l-2 50z") + _path("#b98a2f", "M82 74h21v4h-21zM90.500 78h4v10h-4z") + f'<circle cx="92.500" cy="82" r="5" fill="{SKIN}"/>'  # fmt: skip


def _book(main: Colour) -> str:
    return _path(_dark(main, 0.2), "M82 66l18-4l4 20l-18 4z") + _path("#fbf6ea", "M86 84l17-4l.500 2.500l-17 4z") + _path(main.hex, "M80 65l18-4l4 19l-18 4z") + f'<circle cx="86" cy="80" r="4.500" fill="{SKIN}"/>'  # fmt: skip


def _listening(main: Colour) -> str:
    return f'<path d="M56 41c-2 14 2 20 7 20s9-6 9-20" fill="none" stroke="{main.hex}" stroke-width="2.200"/><circle cx="63" cy="64" r="3.600" fill="#aeb6c2"/>'


# part → (how far to the front, its usual colour, its drawing)
PARTS: dict[str, tuple[int, str, Paint]] = {
    "cape": (0, "#c3263a", _cape),
    "long": (1, "#4a2f22", _fixed("M48 22c0-13 7-19 16-19s16 6 16 19c0 9 1 18 4 27c-13 4-27 4-40 0c3-9 4-18 4-27")),
    "tee": (2, "#2f8fd0", _tee), "jumper": (2, "#c8553d", _jumper), "dress": (2, "#8c4fc0", _dress),
    "suit": (2, "#3a4560", _suit), "coat": (2, "#f2f3f5", _coat), "robe": (2, "#3f57b5", _robe),
    "kimono": (2, "#b8384d", _kimono), "apron": (2, "#f2efe6", _apron), "chef": (2, "#f6f5f1", _chef),
    "armour": (2, "#a9b3c1", _armour), "sport": (2, "#d8342f", _sport), "uniform": (2, "#2f4a86", _uniform),
    "woman": (3, "#4a2f22", _head), "man": (3, "#3d2a20", _head), "old": (3, "#cfd2d6", _head),
    "short": (4, "#3d2a20", _fixed("M49.500 24c-2-14 5-20 14.500-20s16.500 6 14.500 20c-2-3-3-6-4-9c-6 2-15 2-21 0c-1 3-2 6-4 9")),
    "fringe": (4, "#4a2f22", _fixed("M49.500 25c-2-13 5-21 14.500-21s16.500 8 14.500 21c-4-2-8-5-10-9c-4 5-11 8-19 9")),
    "bun": (4, "#4a2f22", lambda main: f'<circle cx="64" cy="2" r="6.500" fill="{_dark(main, 0.15)}"/>' + _path(main.hex, "M49.500 24c-2-13 5-20 14.500-20s16.500 7 14.500 20c-3-4-6-8-8-10c-5 4-14 6-21 10")),
    "beard": (4, "#cfd2d6", _fixed("M50.500 26c0 15 6 22 13.500 22s13.500-7 13.500-22c-3 4-6 4-8 4c-3-1-8-1-11 0c-2 0-5 0-8-4")),
    "shades": (5, "#22202a", partial(_glasses, dark=True)), "glasses": (5, "#4a3a33", partial(_glasses, dark=False)),
    "scarf": (5, "#d8453e", _fixed("M53 38c6 5 16 5 22 0l2 6c-7 5-19 5-26 0zM68 44l9 1l-1 22l-8-1z")),
    "crown": (6, "#f0bd3c", _crowned), "pointed": (6, "#3f57b5", _pointed), "helmet": (6, "#b5becb", _helmet),
    "brimmed": (6, "#e0bd7a", _brimmed), "capped": (6, "#2f4a86", _capped), "tall": (6, "#26242e", _tall),
    "toque": (6, "#fbfaf6", _toque), "board": (6, "#26242e", _board), "tricorne": (6, "#2b2730", _tricorne),
    "hard": (6, "#f2b632", lambda main: _path(main.hex, "M48 17c0-11 7-17 16-17s16 6 16 17z") + _path(_dark(main), "M44 17h40c0 4-40 4-40 0zM62 0h4v16h-4z")),
    "staff": (7, "#7fd6ff", _staff), "sword": (7, "#dfe5ec", _sword), "book": (7, "#c3463a", _book), "stethoscope": (7, "#3a4252", _listening),
}  # fmt: skip


def body(name: str) -> str:
    """The markup of the figure with these parts; KeyError for a part that there is not."""
    parts = []
    for part in name.split("-"):
        what, _, tint = part.partition(".")
        order, usual, paint = PARTS[what]
        parts.append((order, paint(colour(f"#{tint}") if tint else colour(usual))))
    drawn = "".join(markup for _, markup in sorted(parts, key=lambda pair: pair[0]))
    return f'<g fill="none" transform="translate(6.400 12.600) scale(.9)">{drawn}</g>'
