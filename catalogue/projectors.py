"""How packages above tell the catalogue what their objects look like.

Each package registers in its own `catalogue.py`:

- `register_page(CasePage, project)`: a function from a live page to a Projection.
- `register("accounts.user", project, keys)`: the same for a plain model, by number;
  a key with several numbers, such as "document:5:12", gives all of them.
- `register_related("vocabulary.tag", keys)`: which keys to project again when a tag
  changes.
- `register_parts("page", keys)`: which keys close at once when a page closes.
- `register_facets(values)`: facet values that a page has from where it stands.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from wagtail.models import Page

from catalogue import places
from catalogue.models import Place

BODY_LIMIT = 500_000


@dataclass(frozen=True)
class Projection:
    """What an object looks like as an entry; texts are plain, facet values are keys."""

    kind: str
    url: str
    language: str
    title: str
    place: Place | None
    summary: str = ""
    body: str = ""
    names: str = ""
    agency: str = ""
    status: str = ""
    importance: int = 0
    prior: float = 1.0
    published_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None
    checked_on: datetime.date | None = None
    review_on: datetime.date | None = None
    reuses: int = 0
    translation_key: uuid.UUID | None = None
    facets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """A fingerprint of everything that a reader or the index would notice."""
        content = {**asdict(self), "place": self.place.pk if self.place else None}
        content["facets"] = {name: sorted(v) for name, v in self.facets.items()}
        text = json.dumps(content, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


PageProjector = Callable[[Any], Projection | None]
Projector = Callable[..., Projection | None]
Keys = Callable[[], Iterable[str]]
RelatedKeys = Callable[[int], Iterable[str]]
PageFacets = Callable[[Page], Mapping[str, Iterable[str]]]

_pages: dict[type[Page], PageProjector] = {}
_models: dict[str, tuple[Projector, Keys]] = {}
# Several packages may refer to one kind of object: people and pages carry tags.
_related: defaultdict[str, list[RelatedKeys]] = defaultdict(list)
_parts: defaultdict[str, list[RelatedKeys]] = defaultdict(list)
_facets: list[PageFacets] = []


def register_page(model: type[Page], project: PageProjector) -> None:
    """Say how live pages of this type become entries."""
    _pages[model] = project


def register(label: str, project: Projector, keys: Keys) -> None:
    """Say how objects of a plain model ("accounts.user") become entries."""
    _models[label] = (project, keys)


def register_related(label: str, keys: RelatedKeys) -> None:
    """Say which entries to project again when an object of this model changes."""
    if keys not in _related[label]:
        _related[label].append(keys)


def register_parts(label: str, keys: RelatedKeys) -> None:
    """Say which entries lose their readers together with an object."""
    if keys not in _parts[label]:
        _parts[label].append(keys)


def register_facets(values: PageFacets) -> None:
    """Say which facet values a page has beside those of its own projector."""
    if values not in _facets:
        _facets.append(values)


def project(key: str) -> Projection | None:
    """Project the committed source of a key; None when nothing is to be found."""
    label, *numbers = key.split(":")
    if label == "page":
        return _project_page(int(numbers[0]))
    if label in _models:
        return _models[label][0](*map(int, numbers))
    return None


def related(key: str) -> Iterable[str]:
    """The keys that refer to a changed object."""
    label, number = split(key)
    return chain.from_iterable(keys(number) for keys in _related.get(label, ()))


def parts(key: str) -> Iterable[str]:
    """The keys that close together with an object."""
    label, _sep, number = key.partition(":")
    return chain.from_iterable(keys(int(number)) for keys in _parts.get(label, ()))


def subtree(key: str) -> Iterable[str]:
    """The keys of a page and all pages below it that could be entries."""
    top = Page.objects.filter(pk=split(key)[1]).first()
    if top is None:
        return
    pages = Page.objects.filter(path__startswith=top.path).values_list("pk", flat=True)
    yield from (f"page:{pk}" for pk in pages.iterator(1000))


def all_keys() -> Iterator[str]:
    """The keys of everything that could be an entry."""
    for model in _pages:
        pages = model.objects.live().order_by("pk").values_list("pk", flat=True)
        yield from (f"page:{pk}" for pk in pages.iterator(1000))
    for _project, keys in _models.values():
        yield from keys()


def split(key: str) -> tuple[str, int]:
    """Split "vocabulary.tag:4" into its label and number."""
    label, _sep, number = key.partition(":")
    return label, int(number)


def plain(text: str) -> str:
    """Text as the catalogue keeps it: no NUL, one blank between words, bounded."""
    return " ".join(text.replace("\x00", " ").split())[:BODY_LIMIT]


def _project_page(number: int) -> Projection | None:
    page = Page.objects.filter(pk=number).select_related("locale").first()
    if page is None or not page.live or page.alias_of_id:
        return None
    project_page = _pages.get(page.specific_class)
    parts = page.get_url_parts() if project_page else None
    if project_page is None or not parts or not parts[2]:
        return None
    projection = project_page(page.specific)
    if projection is None:
        return None
    added = {name: v for values in _facets for name, v in values(page).items()}
    return replace(projection, facets={**projection.facets, **added})


def page_basics(page: Page) -> dict[str, Any]:
    """What every page's projection says: address, language, dates, place."""
    parts = page.get_url_parts()
    return {
        "url": parts[2] if parts else "",
        "language": page.locale.language_code[:2],
        "title": plain(page.title),
        "published_at": page.first_published_at,
        "updated_at": page.last_published_at,
        "translation_key": page.translation_key,
        "place": places.of_page(page),
    }
