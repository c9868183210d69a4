"""A document as its leaves, and back."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studio.prompts.document import Path, Value


class Leaf(NamedTuple):
    """A scalar, or an empty object or list, and where it stands."""

    path: Path
    value: Value


def leaves(value: Value, path: Path = ()) -> Iterator[Leaf]:
    """Every leaf in document order."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield Leaf(path, value)


def groups(value: Value, path: Path = ()) -> Iterator[Leaf]:
    """Every object and list in document order, the root first."""
    if isinstance(value, (dict, list)):
        yield Leaf(path, value)
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from groups(item, (*path, step))


def unflatten(flat: Iterable[tuple[Path, Value]]) -> Value:
    """The document these leaves came from, given in document order."""
    root: list[Value] = []
    for path, leaf in flat:
        here: dict[str, Value] | list[Value] = root
        steps: Path = (0, *path)
        for step, following in zip(steps, (*steps[1:], None), strict=True):
            item: Value = leaf
            if following is not None:
                item = [] if isinstance(following, int) else {}
            if isinstance(here, list):
                if step == len(here):
                    here.append(item)
                child = here[int(step)]
            else:
                child = here.setdefault(str(step), item)
            if isinstance(child, (dict, list)) and following is not None:
                here = child
    return root[0]
