"""Numbers as they come in addresses and forms."""

MOST_IDS = 2000


def number(text: str, *, digits: int = 18) -> int:
    """0 where it is none that a row could have, or has more digits than are asked for."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def ids(text: str) -> list[int]:
    """ "3,1,2" in its order, each once; what is no number is passed over."""
    found = (number(part.strip()) for part in text.split(",", MOST_IDS)[:MOST_IDS])
    return [each for each in dict.fromkeys(found) if each]
