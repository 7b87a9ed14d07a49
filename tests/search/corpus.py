"""The real records as entries, without pages: what tests of relevance search in."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale

from accounts.models import Agency
from catalogue.models import Entry
from catalogue.projectors import Projection, plain
from catalogue.services import write
from practices.catalogue import CASE_TEXTS, STATUS_PRIOR
from practices.importing.finders import slug_of
from practices.importing.mapping import known_words
from practices.importing.pages import (
    Named,
    fill_page,
    new_page,
    translation_key,
    type_tags,
)
from practices.importing.records import Problem, Record, read_records
from practices.models import CasePage, GuidePage
from practices.texts import text_of
from tests.search.entries import open_place

GUIDE_TEXTS = ("in_short", "body")


def read_corpora(shared_data: Path) -> list[Record]:
    """All records of all files."""
    files = sorted((shared_data / "corpora").glob("*/docs.jsonl.gz"))
    found = [record for path in files for record in read_records(path)]
    records = [record for record in found if not isinstance(record, Problem)]
    assert len(records) == len(found) > 0
    return records


@cache
def projections(records: tuple[Record, ...]) -> dict[str, Projection]:
    """What each record looks like in the catalogue, by its number; nothing is saved."""
    agency = Agency()
    locales = {code: Locale(language_code=code) for code in ("en", "fr", "nl", "de")}
    found = {}
    for record in records:
        named = Named(agency, locales[record.lang], [], [], [], [])
        page = new_page(record, named)
        fill_page(page, record, named)
        found[record.id] = _projection(record, page)
    return found


@transaction.atomic
def write_entries(projected: dict[str, Projection]) -> dict[int, str]:
    """Write entries where everyone may read; numbers of records by theirs."""
    place = open_place()
    found = {}
    for number, (record_id, projection) in enumerate(projected.items()):
        entry = Entry.objects.create(key=f"record:{number}")
        write(entry, replace(projection, place=place))
        found[entry.pk] = record_id
    return found


def _projection(record: Record, page: CasePage | GuidePage) -> Projection:
    is_case = isinstance(page, CasePage)
    texts = [text_of(page, name) for name in (CASE_TEXTS if is_case else GUIDE_TEXTS)]
    tags = known_words([*record.tags, *record.lifecycle, *type_tags(record)])
    status = page.status if isinstance(page, CasePage) else ""
    return Projection(
        kind=Entry.Kind.CASE if is_case else Entry.Kind.GUIDE,
        url=f"/{slug_of(record.id, 200)}/",
        language=record.lang,
        title=plain(page.title),
        summary=plain(page.summary),
        body=plain(" ".join([*texts, *record.sponsors, *tags])),
        place=None,
        agency=slug_of(record.agency, 70),
        status=status,
        prior=STATUS_PRIOR.get(status, 1.0),
        published_at=page.first_published_at,
        translation_key=translation_key(record) if record.translation_key else None,
        facets={"lang": [record.lang]},
    )
