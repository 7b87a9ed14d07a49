"""What pages say of people to agents, and what people have contributed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accounts.directory import agency_word
from accounts.people import is_listed
from accounts.people_list import function_word
from catalogue.access import Reader
from catalogue.models import Entry, Stamp
from practices.listing import Row, facet_number, rows
from vocabulary.names import Label, labels

SHOWN = 10


@dataclass(frozen=True)
class Keeper:
    """Who keeps a page; the address is empty where there is no profile to read."""

    name: str
    url: str
    function: Label
    agency: Label | None


@dataclass(frozen=True)
class Contact(Keeper):
    """Whom to ask about a case, and how; e-mail and telephone may be empty."""

    email: str
    phone: str


@dataclass(frozen=True)
class Contributions:
    """A page of what somebody keeps and this reader may read."""

    page: Page
    rows: Sequence[Row]
    total: int


def keeper_of(page: Any, reader: Reader) -> Keeper | None:
    """The owner of a page as agents see them; for everybody else there is none."""
    owner = page.page_owner
    if not reader.is_agent or owner is None or not owner.get_full_name():
        return None
    stamp = reader.stamps.get(Stamp.LABELS, 0)
    slug = owner.function.slug if owner.function else ""
    data = {"job_title": owner.job_title, "function": slug}
    return Keeper(
        name=owner.get_full_name(),
        url=reverse("accounts:person", args=[owner.pk]) if is_listed(owner) else "",
        function=function_word(data, labels(stamp)),
        agency=agency_word(owner.agency.slug, stamp) if owner.agency else None,
    )


def contacts_of(page: Any, reader: Reader) -> list[Contact]:
    """Whom this reader may ask: public contacts, and for agents the others too.

    Function and agency of an agent are those the hub knows; agents who left their
    agency are no contacts any more. What is typed is for people outside the hub.
    """
    contacts = page.contacts.select_related("person__agency", "person__function")
    return [
        _contact(each, page, reader)
        for each in contacts
        if (each.public or reader.is_agent)
        and (each.person is None or is_listed(each.person))
    ]


def _contact(row: Any, page: Any, reader: Reader) -> Contact:
    person, stamp = row.person, reader.stamps.get(Stamp.LABELS, 0)
    ways = {"email": row.email, "phone": row.phone}
    if person is None:
        function = Label("", row.role, page.locale.language_code[:2])
        agency = agency_word(page.agency.slug, stamp)
        return Contact(row.name, "", function, agency, **ways)
    slug = person.function.slug if person.function else ""
    data = {"job_title": person.job_title, "function": slug}
    return Contact(
        name=person.get_full_name(),
        url=reverse("accounts:person", args=[person.pk]) if reader.is_agent else "",
        function=function_word(data, labels(stamp)),
        agency=agency_word(person.agency.slug, stamp),
        **ways,
    )


def contributions(number: int, reader: Reader, page: str | None) -> Contributions:
    """The pages that a person keeps, newest first."""
    readable = Entry.objects.readable_by(reader)
    kept = readable.with_value(facet_number("owner", str(number))).newest().light()
    shown: Page = Paginator(kept, SHOWN).get_page(page)
    return Contributions(shown, rows(shown.object_list, reader), shown.paginator.count)


def section_of(slug: str, reader: Reader) -> str:
    """The address of an agency's section, if this reader may open it."""
    sections = Entry.objects.readable_by(reader).of_kind(Entry.Kind.AGENCY)
    url = sections.filter(agency=slug).values_list("url", flat=True).first()
    return str(url or "")
