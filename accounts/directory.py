"""The names of agencies, kept in the memory of the process until their stamp moves."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import Agency
from catalogue.memory import Remembered
from vocabulary.labels import LANGUAGES
from vocabulary.names import Label, label_of

# A transaction that moved the stamp and was undone leaves names stale this long.
MAX_AGE_SECONDS = 30.0


@dataclass(frozen=True)
class AgencyName:
    """What a line of results says about an agency; names by language code."""

    slug: str
    names: dict[str, str] = field(default_factory=dict)
    acronym: str = ""
    country: str = ""
    level: str = ""


def agency_names(stamp: int) -> dict[str, AgencyName]:
    """Every agency by slug as of this number of the stamp; one query when it moved."""
    return _names.at(stamp)


def agency_word(slug: str, stamp: int) -> Label:
    """The name of an agency for whoever reads."""
    known = agency_names(stamp).get(slug)
    return label_of(slug, {slug: known.names} if known else {})


def forget() -> None:
    """Drop what this process remembers (for tests)."""
    _names.forget()


def _read() -> dict[str, AgencyName]:
    rows = Agency.objects.order_by("slug").values_list(
        "slug", "acronym", "country", "level", *(f"name_{code}" for code in LANGUAGES)
    )
    found = {}
    for slug, acronym, country, level, *texts in rows:
        pairs = zip(LANGUAGES, texts, strict=True)
        names = {code: text for code, text in pairs if text} or {"": slug}
        found[slug] = AgencyName(slug, names, acronym, country, level)
    return found


_names = Remembered(_read, MAX_AGE_SECONDS)
