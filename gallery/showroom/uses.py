"""What people use a model for: each with a prompt to begin with and the settings that fit. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Begin:
    """`kind` is the use of the creations that show it, "" where no public picture could; `needs` is the operation that a backend must know to be offered this."""

    slug: str
    label: str
    about: str
    prompt: str
    kind: str
    icon: str
    needs: str = "generate"
    inputs: int = 0
    aspect: str = "1:1"
    count: int = 4
    is_set: bool = False


BEGINNINGS = (
    Begin(
        "product-variants",
        "Product variants",
        "One product, four settings: the same bottle in other light and colour.",
        "A product photograph of a perfume bottle on a pale stone plinth, soft morning light from the left, "
        "palm shadow on a blush wall, plenty of room above",
        "product",
        "package",
        aspect="3:4",
    ),
    Begin(
        "try-on",
        "Try-on",
        "A person and a garment as references; the person wears it.",
        "Dress the person of picture 1 in the garment of picture 2. Keep the face, the pose and the background.",
        "",
        "shirt",
        needs="edit",
        inputs=2,
        aspect="3:4",
    ),
    Begin(
        "exploration",
        "Fast exploration",
        "One sentence, many directions, and on from the one that surprises.",
        "A lighthouse on a lonely rock, storm light, waves breaking high",
        "concept",
        "sparkles",
        aspect="16:9",
        count=8,
    ),
    Begin(
        "annotated-diagram",
        "Annotated diagram",
        "A teaching picture with its parts named.",
        "A labelled diagram of a bicycle: saddle, handlebar, frame, pedal, wheel. Clear lines, white ground, "
        "friendly colours",
        "teaching",
        "graduation-cap",
        aspect="4:3",
        count=2,
    ),
    Begin(
        "campaign-batch",
        "Campaign batch",
        "A coherent set in one go: one look, several motifs.",
        "A series of four autumn campaign pictures in one look: a mug of tea, a wool scarf, a book by the window, "
        "a walk in the forest. Warm light, terracotta and cream",
        "campaign",
        "megaphone",
        needs="set",
        aspect="1:1",
        is_set=True,
    ),
)


def beginning(slug: str) -> Begin | None:
    return next((each for each in BEGINNINGS if each.slug == slug), None)
