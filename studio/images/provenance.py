"""How a picture says in IPTC's words that a machine had a part in it."""

from xml.sax.saxutils import escape

MODEL = "trainedAlgorithmicMedia"
"""All of it was made by a trained model."""
COMPOSITE = "compositeWithTrainedAlgorithmicMedia"
"""Parts of it were."""

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RECIPE = "https://seedbed.invalid/ns/recipe/1/"
"""The namespace of our own property; a name, not an address."""


def packet(source_type: str, *, recipe: str = "") -> str:
    """An XMP packet with the digital source type, and a recipe (JSON) where one is given."""
    told = f"<seedbed:Recipe>{escape(recipe)}</seedbed:Recipe>" if recipe else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:seedbed="{RECIPE}">'
        f"<Iptc4xmpExt:DigitalSourceType>{VOCABULARY}{source_type}</Iptc4xmpExt:DigitalSourceType>{told}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
