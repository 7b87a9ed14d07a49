"""The OpenAPI description of the API, with the limits that the search really has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from search import api_words as words
from search.api import api
from search.forms import MAX_VALUE
from search.request import FACETS, KINDS, MAX_QUERY, MAX_VALUES, Sort
from search.text import LANGUAGES

Json = dict[str, Any]

LICENCE = "EUPL-1.2"
EXAMPLES = {"q": "parking permit", "kind": "case"}
EXAMPLE_ENTRY: Json = {
    "id": "page:12",
    "kind": "case",
    "title": "Parking permits without paper",
    "url": "https://hub.example/town-hall/parking-permits/",
    "language": "en",
}
EXAMPLE_ANSWERS: dict[str, Any] = {
    "search": {
        "query": "parking permit",
        "total": 1,
        "engine": "database",
        "did_you_mean": None,
        "results": [
            {
                **EXAMPLE_ENTRY,
                "agency": "Town Hall",
                "snippet": "Residents ask for a parking permit online.",
                "published": "2026-05-06T09:00:00Z",
                "also_in": [
                    {
                        "language": "fr",
                        "url": "https://hub.example/town-hall/stationnement/",
                    }
                ],
            }
        ],
        "facets": {
            "kind": [{"value": "case", "label": "Cases", "count": 1, "selected": False}]
        },
        "next": None,
        "previous": None,
    },
    "suggest": [EXAMPLE_ENTRY],
}


def description() -> Json:
    """The description in the reader's language; no query."""
    root = reverse("search:api-1:api-root")
    found: Json = dict(api.get_openapi_schema(path_prefix=root))
    found["info"] = {
        "title": f"{settings.WAGTAIL_SITE_NAME} API",
        "version": api.version,
        "description": "\n\n".join(words.about()),
        "license": {"name": LICENCE, "identifier": LICENCE},
    }
    found["servers"] = [{"url": settings.BASE_URL}]
    asked = {"search": _search_parameters(), "suggest": [_typed()]}
    for path, methods in found["paths"].items():
        name = path.removeprefix(root)
        # Every address that can be read can be asked for its headers alone as well.
        found["paths"][path] = {"get": _operation(name, methods["get"], asked[name])}
    found["components"]["schemas"] = _explained(found["components"]["schemas"])
    return found


def _operation(name: str, operation: Json, parameters: list[Json]) -> Json:
    summary, text = words.operations()[name]
    meanings = words.answers()
    responses = {
        str(status): {**response, "description": meanings[str(status)]}
        for status, response in operation["responses"].items()
    }
    responses["200"]["content"]["application/json"]["example"] = EXAMPLE_ANSWERS[name]
    responses["429"]["headers"] = {
        "Retry-After": {
            "description": words.wait(),
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    }
    return {
        "operationId": name,
        "summary": summary,
        "description": text,
        "parameters": parameters,
        "responses": responses,
    }


def _search_parameters() -> list[Json]:
    value = {"type": "string", "minLength": 1, "maxLength": MAX_VALUE}
    known = {"kind": {"enum": list(KINDS)}, "lang": {"examples": list(LANGUAGES)}}
    schemas: Json = {"q": {"type": "string", "maxLength": MAX_QUERY}}
    for name in ("kind", *FACETS):
        items = {**value, **known.get(name, {})}
        schemas[name] = {"type": "array", "items": items, "maxItems": MAX_VALUES}
    schemas["sort"] = {
        "type": "string",
        "enum": [sort.value for sort in Sort],
        "default": Sort.BEST.value,
    }
    schemas["page"] = {"type": "integer", "minimum": 1, "default": 1}
    schemas["exact"] = {"type": "string", "enum": ["1"]}
    meanings = words.parameters()
    return [
        _parameter(name, schema, meanings[name]) for name, schema in schemas.items()
    ]


def _typed() -> Json:
    schema = {"type": "string", "maxLength": MAX_QUERY, "default": ""}
    return _parameter("q", schema, words.typed())


def _parameter(name: str, schema: Json, meaning: str) -> Json:
    found: Json = {
        "name": name,
        "in": "query",
        "description": meaning,
        "schema": schema,
    }
    if schema["type"] == "array":
        found |= {"style": "form", "explode": True}
    if example := EXAMPLES.get(name):
        found["example"] = [example] if schema["type"] == "array" else example
    return found


def _explained(schemas: Json) -> Json:
    """The parts of answers with the meaning of each field, the whole first."""
    meanings = words.fields()
    for name, fields in meanings.items():
        schemas[name].pop("description", None)
        for field, meaning in fields.items():
            schemas[name]["properties"][field]["description"] = meaning
    return {name: schemas[name] for name in meanings}
