"""The words for facets and their values, in the reader's language where they exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.directory import agency_names
from accounts.models import COUNTRIES, Level
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.listing import STATUS_LABELS, Label, label_of
from search.query_language import AUTHOR, PHRASE, WITHOUT
from vocabulary.names import Labels4, labels

COUNTRY_LABELS = dict(COUNTRIES)
LEVEL_LABELS = dict(Level.choices)
# Languages are named in themselves, as their readers look for them.
OWN_NAMES = {"en": "English", "fr": "Français", "nl": "Nederlands", "de": "Deutsch"}

Describe = Callable[[str], Label]


def facet_label(name: str) -> str:
    """The heading of a facet."""
    return {
        "kind": _("Kind"),
        "theme": _("Theme"),
        "agency": _("Agency"),
        "country": _("Country"),
        "level": _("Level of government"),
        "readers": _("For whom"),
        "community": _("Community"),
        "tag": _("Tag"),
        "lang": _("Language"),
        "year": _("Year"),
        "status": _("Status"),
        "reused": _("Reused by"),
    }[name]


def condition_label(name: str) -> str:
    """What a condition of a search asks for."""
    conditions = {
        PHRASE: _("In these words"),
        WITHOUT: _("Without"),
        AUTHOR: pgettext("condition of a search", "Author"),
    }
    return conditions.get(name) or facet_label(name)


def kind_label(kind: str) -> str:
    """The word for many entries of a kind, as tabs show it."""
    return {
        "case": _("Cases"),
        "guide": _("Guides"),
        "collection": pgettext("kind of entry", "Collections"),
        "discussion": _("Discussions"),
        "agency": _("Agencies"),
        "person": _("People"),
        "community": _("Communities"),
        "document": _("Documents"),
        "page": _("Pages"),
    }.get(kind, kind)


def describers(reader: Reader) -> Mapping[str, Describe]:
    """For each facet the function from a value to its label; no query when warm.

    One where a community is to be named: only those that the reader may know.
    """
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    words, agencies = labels(stamp), agency_names(stamp)
    names = {slug: name.names for slug, name in agencies.items()}
    here = (get_language() or "en")[:2]
    communities = cache(lambda: _communities(reader))

    def plain(table: Mapping[str, object]) -> Describe:
        return lambda value: Label(value, str(table.get(value, value)), here)

    return {
        "kind": lambda value: Label(value, kind_label(value), here),
        "theme": lambda value: label_of(value, words.themes),
        "agency": lambda value: label_of(value, names),
        "country": plain(COUNTRY_LABELS),
        "level": plain(LEVEL_LABELS),
        "readers": lambda value: label_of(value, words.professions),
        "community": lambda value: label_of(value, communities()),
        "tag": lambda value: label_of(value, words.tags),
        "lang": lambda value: Label(value, OWN_NAMES.get(value, value.upper()), value),
        "year": plain({}),
        "status": plain(STATUS_LABELS),
        "reused": lambda value: label_of(value, names),
    }


def _communities(reader: Reader) -> dict[str, Labels4]:
    """The names of the communities that this reader may know, by their address."""
    known = Entry.objects.readable_by(reader).of_kind(Entry.Kind.COMMUNITY)
    rows = known.order_by().values_list("url", "language", "title")
    return {_slug(url): {language: title} for url, language, title in rows}


def _slug(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]
