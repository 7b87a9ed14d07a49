"""From the OpenAPI description to what its page shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

Json = dict[str, Any]

REFERENCE = "#/components/schemas/"


@dataclass(frozen=True)
class Field:
    """One field of an answer. link: the answer's part that it is made of, or ""."""

    name: str
    type: str
    link: str
    meaning: str


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address, and how its field in a form looks."""

    name: str
    type: str
    limits: Sequence[str]
    meaning: str
    values: Sequence[str]
    default: str
    example: str
    most: int
    is_number: bool


@dataclass(frozen=True)
class Operation:
    """One address with everything that can be asked and answered."""

    name: str
    method: str
    path: str
    url: str
    summary: str
    meaning: str
    parameters: Sequence[Parameter]
    responses: Sequence[tuple[str, str, str]]
    call: str
    example: str


def operations(described: Json) -> list[Operation]:
    """The addresses of the API."""
    server = described["servers"][0]["url"]
    return [
        _operation(path, server + path, methods["get"])
        for path, methods in described["paths"].items()
    ]


def schemas(described: Json) -> list[tuple[str, list[Field]]]:
    """The parts of answers with their fields."""
    return [
        (
            name,
            [
                Field(field, *_type(schema), meaning=schema.get("description", ""))
                for field, schema in part["properties"].items()
            ],
        )
        for name, part in described["components"]["schemas"].items()
    ]


def _operation(path: str, url: str, operation: Json) -> Operation:
    parameters = [_parameter(one) for one in operation["parameters"]]
    example = operation["responses"]["200"]["content"]["application/json"]["example"]
    return Operation(
        name=operation["operationId"],
        # All addresses are there to read from.
        method="GET",
        path=path,
        url=url,
        summary=operation["summary"],
        meaning=operation["description"],
        parameters=parameters,
        responses=[
            (status, response["description"], _answered(response)[1])
            for status, response in operation["responses"].items()
        ],
        call=_call(url, parameters),
        example=json.dumps(example, indent=2, ensure_ascii=False),
    )


def _answered(response: Json) -> tuple[str, str]:
    return _type(response["content"]["application/json"]["schema"])


def _call(url: str, parameters: Sequence[Parameter]) -> str:
    given = [(one.name, one.example) for one in parameters if one.example]
    return f"curl '{url}?{urlencode(given)}'"


def _parameter(one: Json) -> Parameter:
    schema = one["schema"]
    item = schema.get("items", schema)
    example = one.get("example", "")
    return Parameter(
        name=one["name"],
        type=_type(schema)[0],
        limits=_limits(schema, item),
        meaning=one["description"],
        values=item.get("enum", ()),
        default=str(schema.get("default", "")),
        example=str(example[0] if isinstance(example, list) else example),
        most=item.get("maxLength", 0),
        is_number=item["type"] == "integer",
    )


def _limits(schema: Json, item: Json) -> list[str]:
    found = []
    if schema["type"] == "array":
        found.append(_("may be repeated"))
    if "maxLength" in item and "enum" not in item:
        limit = {"limit": item["maxLength"]}
        found.append(_("at most %(limit)s characters") % limit)
    if "minimum" in item:
        found.append(_("from %(least)s") % {"least": item["minimum"]})
    if schema.get("default") not in (None, ""):
        found.append(_("without it: %(default)s") % {"default": schema["default"]})
    return found


def _type(schema: Json) -> tuple[str, str]:
    """The type in words of JSON, and the name of the part that it is made of."""
    if reference := schema.get("$ref"):
        name = str(reference).removeprefix(REFERENCE)
        return name, name
    if "anyOf" in schema:
        types = [_type(one) for one in schema["anyOf"]]
        return " | ".join(text for text, _link in types), types[0][1]
    if schema["type"] == "array":
        text, link = _type(schema["items"])
        return f"{text}[]", link
    if schema["type"] == "object":
        text, link = _type(schema["additionalProperties"])
        return f"{{string: {text}}}", link
    return str(schema.get("format", schema["type"])), ""
