"""What a picture tells beside its pixels: what must go, and the one thing that must stay.

A generator marks its pictures as made by a machine (IPTC's digital source type in XMP, or a C2PA manifest); that
is kept, or written anew. What tells on a person, or gives a prompt away, is not.
"""

import re
from typing import Any

from PIL import ExifTags, ImageFile, IptcImagePlugin

from studio.images.decoding.opening import refusing_damage
from studio.images.limits import Limits

_Base = ExifTags.Base
# EXIF that says nothing about anyone. All else counts as personal: there are hundreds of tags, and makers add more.
_HARMLESS_EXIF = {
    _Base.Orientation,
    _Base.XResolution,
    _Base.YResolution,
    _Base.ResolutionUnit,
    _Base.YCbCrPositioning,
    _Base.ExifOffset,
    _Base.ExifVersion,
    _Base.ComponentsConfiguration,
    _Base.FlashPixVersion,
    _Base.ColorSpace,
    _Base.ExifImageWidth,
    _Base.ExifImageHeight,
    _Base.ImageWidth,
    _Base.ImageLength,
    _Base.Software,
}
_HARMLESS_TEXT = {"Software", "XML:com.adobe.xmp", "AIGC"}
_PERSONAL_XMP = re.compile(
    rb"exif:GPS|dc:creator|dc:description|author|owner|serialnumber|photoshop:(credit|city)|parameters|prompt",
    re.IGNORECASE,
)
_SOURCE_TYPE = re.compile(rb"cv\.iptc\.org/newscodes/digitalsourcetype/([A-Za-z]{3,60})")
_MADE_BY_A_MODEL = "trainedAlgorithmicMedia"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
    "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    "</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
)


def is_personal(image: ImageFile.ImageFile, limits: Limits) -> bool:
    """Whether the picture says more than it has to, as far as it has been read. Raises ImageRefused."""
    with refusing_damage(limits):
        exif = image.getexif()
        tags = {*exif, *exif.get_ifd(ExifTags.IFD.Exif)}
        if tags - _HARMLESS_EXIF or exif.get_ifd(ExifTags.IFD.GPSInfo):
            return True
        if set(getattr(image, "text", {})) - _HARMLESS_TEXT or image.info.get("comment"):
            return True
        return bool(IptcImagePlugin.getiptcinfo(image)) or bool(_PERSONAL_XMP.search(_xmp(image)))


def ai_marking(image: ImageFile.ImageFile, content: bytes) -> bytes | None:
    """An XMP packet that says again how the picture was made; None where it did not say."""
    found = _SOURCE_TYPE.search(_xmp(image))
    if found:
        return _XMP.format(kind=found[1].decode()).encode()
    if b"c2pa" in content[:65_536] or b"AIGC" in _xmp(image):
        return _XMP.format(kind=_MADE_BY_A_MODEL).encode()
    return None


def _xmp(image: ImageFile.ImageFile) -> bytes:
    packet: Any = image.info.get("xmp", b"")
    return packet.encode() if isinstance(packet, str) else bytes(packet)
