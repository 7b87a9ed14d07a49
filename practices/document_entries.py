"""What documents look like as entries: one for each live page that uses them.

A long document has one entry for each of its pages, so that a hit can say on which
page the words stand: "document:5:12" or "document:5:12:57" is document 5 on page 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from wagtail.models import Page

from catalogue import places
from catalogue.models import Entry, FacetValue
from catalogue.projectors import (
    Projection,
    plain,
    register,
    register_parts,
    register_related,
)
from practices.models import DocumentPage, DocumentText, DocumentUse, folded_key

LABEL = "document"
SOURCE = "practices.document"
# Longer texts are entered page by page.
LONG = 50_000
# Whoever looks for words mostly wants the page that explains the file.
PRIOR = 0.9
LONGEST_URL = 500


def register_documents() -> None:
    """Register how documents become entries."""
    register(LABEL, project, all_keys)
    register_related(SOURCE, keys_of_document)
    register_parts("page", keys_on_page)


def project(document: int, page: int, position: int = 0) -> Projection | None:
    """A document on a page that uses it, whole or one page of it."""
    text = DocumentText.objects.select_related("document").filter(document=document)
    found = text.first()
    stands = Page.objects.filter(pk=page, live=True).first()
    on = Entry.objects.live().filter(key=f"page:{page}").light().first()
    if not found or not stands or not on or str(document) not in _files(on):
        return None
    parts = list(_parts(found, position))
    if bool(position) != (found.length > LONG) or (position and not parts):
        return None
    url = found.document.url
    number = parts[0].number if position else 0
    if number and found.unit == DocumentText.Unit.PAGE:
        url = f"{url}#page={number}"
    if len(url) > LONGEST_URL:
        return None
    return Projection(
        kind=Entry.Kind.DOCUMENT,
        url=url,
        language=found.language or on.language,
        title=plain(found.document.title),
        body=" ".join(part.content for part in parts),
        names=plain(_files(on)[str(document)]),
        agency=on.agency,
        prior=PRIOR,
        published_at=on.published_at,
        updated_at=on.updated_at,
        translation_key=folded_key(document),
        facets=_facets(on, found.language),
        data=_data(found, on, parts, number),
        place=places.of_both(stands, found.document.collection_id),
    )


def _files(on: Entry) -> Mapping[str, str]:
    files: Mapping[str, str] = on.data.get("files", {})
    return files


def _parts(text: DocumentText, position: int) -> Iterable[DocumentPage]:
    if text.length > LONG and not position:
        return ()
    pages = text.pages.order_by("position")
    return pages.filter(position=position) if position else pages


def _facets(on: Entry, language: str) -> dict[str, list[str]]:
    """Those of the page but its keeper; a document may be in another language."""
    found: dict[str, list[str]] = {}
    for value in FacetValue.objects.filter(pk__in=on.facet_ids).exclude(facet="owner"):
        found.setdefault(value.facet, []).append(value.value)
    return {**found, "lang": [language or on.language]}


def _data(
    text: DocumentText, on: Entry, parts: list[DocumentPage], number: int
) -> dict[str, Any]:
    document = text.document
    return {
        "type": document.file_extension.upper(),
        "size": document.file_size or 0,
        "unit": text.unit,
        "pages": text.page_count,
        "number": number,
        "numbers": [] if number else _numbers(parts),
        "on": {"url": on.url, "title": on.title, "lang": on.language},
    }


def _numbers(parts: list[DocumentPage]) -> list[list[int]]:
    """Where in the text each numbered page begins."""
    starts = accumulate((len(part.content) + 1 for part in parts), initial=0)
    return [
        [start, part.number]
        for start, part in zip(starts, parts, strict=False)
        if part.number
    ]


def all_keys() -> Iterator[str]:
    """The keys of all documents that are used."""
    uses = DocumentUse.objects.order_by("document", "page")
    pairs = uses.values_list("document_id", "page_id")
    for document, page in pairs.iterator(1000):
        yield from _keys([(document, page)])


def keys_of_document(document: int) -> Iterable[str]:
    """The keys of a document on all pages that use it, also of what must go."""
    uses = DocumentUse.objects.filter(document=document)
    pairs = list(uses.values_list("document_id", "page_id"))
    return dict.fromkeys([*_keys(pairs), *live_keys([document])])


def keys_on_page(page: int) -> Iterable[str]:
    """The keys of the documents that a page has used."""
    uses = DocumentUse.objects.filter(page=page)
    documents = list(uses.values_list("document_id", flat=True))
    return [key for key in live_keys(documents) if key.split(":")[2] == str(page)]


def live_keys(documents: Iterable[int]) -> list[str]:
    """The keys under which these documents are in the catalogue."""
    wanted = [folded_key(number) for number in documents]
    if not wanted:
        return []
    found = Entry.objects.live().filter(translation_key__in=wanted)
    return list(found.values_list("key", flat=True).order_by("pk"))


def take_uses(page: int, files: Iterable[int]) -> list[str]:
    """Note which documents a page uses now; return all keys that this touches."""
    now = set(files)
    rows = DocumentUse.objects.filter(page=page)
    before = set(rows.values_list("document_id", flat=True))
    if not now and not before:
        return []
    gone = keys_on_page(page)
    if before - now:
        rows.filter(document__in=before - now).delete()
    DocumentUse.objects.bulk_create(
        [DocumentUse(document_id=number, page_id=page) for number in now - before],
        ignore_conflicts=True,
    )
    wanted = _keys([(number, page) for number in sorted(now)])
    return list(dict.fromkeys([*gone, *wanted]))


def _keys(pairs: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The keys of documents on pages; of a long document one for each of its pages."""
    listed = list(pairs)
    positions = _positions({document for document, _page in listed})
    for document, page in listed:
        key = f"{LABEL}:{document}:{page}"
        if document in positions:
            yield from (f"{key}:{position}" for position in positions[document])
        else:
            yield key


def _positions(documents: Iterable[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = DocumentPage.objects.filter(
        text__document__in=list(documents), text__length__gt=LONG
    )
    listed = rows.order_by("position").values_list("text__document", "position")
    for document, position in listed:
        found.setdefault(document, []).append(position)
    return found
