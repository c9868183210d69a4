"""The API's description as a page to read: drawn from the same schema, without any script."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from studio.api.app import api

WAYS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    where: str
    about: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    way: str
    path: str
    summary: str
    about: str
    scope: str
    fields: list[Field]
    answers: list[tuple[str, str, list[Field]]]


@dataclass(slots=True)
class Group:
    name: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return slugify(self.name)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    paragraphs = [_said(each) for each in api.description.strip().split("\n\n")]
    return render(request, "studio/api_docs.html", {"groups": groups(), "about": paragraphs})


def groups() -> list[Group]:
    """Every operation, by subject, in the order in which they were added."""
    schema = api.get_openapi_schema()
    found: dict[str, Group] = {}
    for path, item in schema["paths"].items():
        for way in WAYS:
            if way in item:
                name = item[way]["tags"][0]
                found.setdefault(name, Group(name)).operations.append(
                    _operation(schema, path, way, item[way])
                )
    return list(found.values())


def _said(text: str) -> SafeString:
    """A description as it is shown: what stands between backticks is code, and where its lines end is not told."""
    pieces = enumerate(" ".join(text.split()).split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", t) if n % 2 else t,) for n, t in pieces)
    )


def _operation(schema: Any, path: str, way: str, told: Any) -> Operation:
    fields = [
        Field(
            each["name"],
            _kind(each["schema"]),
            each["in"],
            _about(each["schema"], each.get("description", "")),
            each.get("required", False),
        )
        for each in told.get("parameters", [])
        if each["in"] != "path"  # the path shows them
    ]
    for media_type, content in told.get("requestBody", {}).get("content", {}).items():
        where = "form" if media_type.startswith("multipart/") else "body"
        fields += _fields(schema, content["schema"], where)
    answers = [
        (
            str(status),
            _kind(_body(answer)) if _body(answer) else answer["description"],
            _fields(schema, _body(answer), ""),
        )
        for status, answer in told["responses"].items()
        if int(status) < 400
    ]
    return Operation(
        way=way.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=_said(told.get("description", "")),
        scope=_scope(told),
        fields=fields,
        answers=answers,
    )


def _scope(told: Any) -> str:
    names = [name for scheme in told.get("security", []) for name in scheme]
    return names[0].partition("And")[0].lower() if names else ""


def _body(answer: Any) -> Any:
    return next((content["schema"] for content in answer.get("content", {}).values()), {})


def _fields(schema: Any, shape: Any, where: str) -> list[Field]:
    shape = _resolved(schema, shape)
    required = shape.get("required", [])
    return [
        Field(name, _kind(each), where, _about(each), name in required)
        for name, each in shape.get("properties", {}).items()
    ]


def _resolved(schema: Any, shape: Any) -> Any:
    if "$ref" in shape:
        return schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return shape


def _about(shape: Any, told: str = "") -> SafeString:
    """What is said of a field, and between which bounds it lies."""
    each: dict[str, Any] = {}
    for part in (*shape.get("anyOf", []), shape):
        each |= part
    bounds = [
        words.format(each[name])
        for name, words in (
            ("minimum", "at least {}"),
            ("maximum", "at most {}"),
            ("maxLength", "at most {} characters"),
            ("maxItems", "at most {} of them"),
            ("default", "{} unless given"),
        )
        if each.get(name) not in (None, "", [], False)
    ]
    return _said("; ".join(filter(None, [told or shape.get("description", ""), ", ".join(bounds)])))


def _kind(shape: Any) -> str:
    """A type as people write it: "string", "integer or null", "list of Variant", "open | done"."""
    if "$ref" in shape:
        name = str(shape["$ref"]).rpartition("/")[2].removesuffix("_").removesuffix("Out")
        return name.replace("Page_", "page of ").replace("_", " ")
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(_kind(each) for each in shape["anyOf"]))
    if "enum" in shape:
        return " | ".join(str(each) for each in shape["enum"])
    if shape.get("type") == "array":
        return f"list of {_kind(shape.get('items', {}))}"
    if shape.get("format") == "date-time":
        return "time"
    return str(shape.get("type", "anything"))
