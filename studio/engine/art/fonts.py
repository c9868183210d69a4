"""Fonts for lettering: the npm sets ship WOFF, the renderer wants plain OpenType.

WOFF 1.0 (https://www.w3.org/TR/WOFF/): a header of 44 bytes, then a directory of 20 bytes for each table
(tag, offset, packed length, length, checksum); a table is zlib data when its packed length is smaller.

A set cuts a typeface into files by script, all under one family name, of which the renderer would take any:
each file is given its own name (`inter-latin`), so that a text can ask for one and fall back to the others.
"""

import struct
import zlib
from functools import cache

from studio.engine.art import pack, shelf

WEIGHTS = ("400", "700")
LARGEST = 4_000_000


@cache
def files() -> tuple[str, ...]:
    """Paths of the unpacked fonts, made once beside the art's index; empty when the sets are not installed."""
    target = shelf.home() / "fonts"
    made = []
    for source in sorted((pack.SETS / "@fontsource").glob("*/files/*-normal.woff")):
        if not source.stem.endswith(tuple(f"-{weight}-normal" for weight in WEIGHTS)):
            continue
        file = target / f"{source.stem}-{source.stat().st_size}-own.ttf"
        if not file.exists():
            target.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(".part")
            family = source.stem.removesuffix("-normal").rpartition("-")
            part.write_bytes(opentype(source.read_bytes(), family[0], bold=family[2] == "700"))
            part.replace(file)
        made.append(str(file))
    return tuple(made)


def opentype(woff: bytes, family: str, bold: bool) -> bytes:
    """The OpenType file inside a WOFF file under another family name; ValueError when it is none."""
    if woff[:4] != b"wOFF":
        raise ValueError("not a WOFF file")
    flavour, count = woff[4:8], struct.unpack(">H", woff[12:14])[0]
    tables = []
    for number in range(count):
        tag, offset, packed, length, checksum = struct.unpack(
            ">4sIIII", woff[44 + 20 * number : 64 + 20 * number]
        )
        if length > LARGEST:
            raise ValueError("a table is too large")
        data = woff[offset : offset + packed]
        if tag == b"name":
            tables.append((tag, checksum, _names(family, "Bold" if bold else "Regular")))
        else:
            tables.append((tag, checksum, zlib.decompress(data) if packed < length else data))
    power = 1 << (count.bit_length() - 1)
    head = flavour + struct.pack(">HHHH", count, power * 16, count.bit_length() - 1, count * 16 - power * 16)
    place = 12 + 16 * count
    directory, body = b"", b""
    for tag, checksum, data in tables:
        directory += struct.pack(">4sIII", tag, checksum, place + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + directory + body


def _names(family: str, style: str) -> bytes:
    """A `name` table, https://learn.microsoft.com/typography/opentype/spec/name: family, style, full and PostScript name."""
    records, strings = b"", b""
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family}-{style}")):
        data = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(data), len(strings))
        strings += data
    return struct.pack(">3H", 0, 4, 6 + len(records)) + records + strings
