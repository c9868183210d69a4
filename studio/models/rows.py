"""Rows that SQL of ours has read, as models."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str) -> str:
    """What `model_of` takes, to be selected from a table of this name."""
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


def model_of(model: type[M], values: Iterator[Any]) -> M:
    """One instance of the next values, as many as it has columns."""
    fields = model._meta.concrete_fields
    read = []
    for field, value in zip(fields, values, strict=False):
        for convert in field.get_db_converters(connection):
            value = convert(value, None, connection)
        read.append(value)
    return model.from_db(connection.alias, [field.attname for field in fields], read)
