"""Rows that SQL of ours has read, as models."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str) -> str:
    """What `model_of` takes, to be selected from a table of this name."""
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


def model_of(model: type[M], values: Iterator[Any]) -> M:
    """One instance of the next values, as many as it has columns."""
    names, converters = _reading(model)
    read = list(islice(values, len(names)))
    for at, convert in converters:
        read[at] = convert(read[at], None, connection)
    return model.from_db(connection.alias, names, read)


@cache
def _reading(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Callable[..., Any]]]]:
    """The names of its columns' attributes, and what the values at some places go through."""
    fields = model._meta.concrete_fields
    converters = [
        (at, convert) for at, field in enumerate(fields) for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], converters
