"""Which agencies reused a case: any agent of an agency says it and takes it back.

A reuse counts for every language version of the case. It shows wherever the case may be
read; whom to ask is for agents.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from accounts.models import User
from accounts.people import is_listed
from catalogue.access import Reader
from catalogue.changes import object_changed
from catalogue.models import Entry
from practices.duties import speaks_for
from practices.listing import Label, agency_label
from practices.models.reuse import Reuse

if TYPE_CHECKING:
    from practices.models import CasePage

# After so long the hub asks how it went.
ASK_AFTER = datetime.timedelta(days=90)
# So many stand on the case at once; the others are folded.
SHOWN = 3


@dataclass(frozen=True)
class ReuseLine:
    """One agency that reused a case.

    contact and contact_url are for agents, empty for others; case_…: the agency's own
    case about it, empty when this reader may not read it.
    """

    agency: Label
    since: datetime.date
    adapted: str
    result: str
    lang: str
    contact: str
    contact_url: str
    case_url: str
    case_title: str
    case_lang: str


@dataclass(frozen=True)
class Reuses:
    """What a case says about its reuse to one reader.

    mine: what the reader's agency recorded. may_record: whether they may say that
    their agency reused it.
    """

    lines: Sequence[ReuseLine]
    mine: Reuse | None
    may_record: bool

    @property
    def first(self) -> Sequence[ReuseLine]:
        """Those that are shown at once."""
        return self.lines[:SHOWN]

    @property
    def more(self) -> Sequence[ReuseLine]:
        """Those that are folded."""
        return self.lines[SHOWN:]


class NotYoursError(Exception):
    """This person speaks for no agency that could reuse the case."""


def reuses_of(
    page: CasePage, user: Any, reader: Reader, *, is_reused: bool = True
) -> Reuses:
    """The agencies that reused a case, the latest first: one query.

    None when it is known that no agency did.
    """
    found = list(_with_cases(page.translation_key, reader)) if is_reused else []
    own = speaks_for(user)
    return Reuses(
        lines=[_line(each, reader) for each in found],
        mine=next((each for each in found if own and each.agency_id == own), None),
        may_record=may_record(page, user),
    )


def own_reuse(page: CasePage, user: Any) -> Reuse | None:
    """What this person's agency recorded about the case."""
    own = speaks_for(user)
    return _rows(page.translation_key).filter(agency=own).first() if own else None


def may_record(page: CasePage, user: Any) -> bool:
    """Whether this person speaks for another agency than the one whose case it is."""
    own = speaks_for(user)
    return own is not None and own != page.agency_id


@transaction.atomic
def record(page: CasePage, user: User, values: Mapping[str, Any]) -> tuple[Reuse, bool]:
    """Say or correct how the user's agency reused a case; whether it is new."""
    if not may_record(page, user):
        raise NotYoursError
    fields = {name: values[name] for name in ("since", "adapted", "result", "own_case")}
    fields["language"] = (get_language() or "en")[:2]
    fields["contact"] = values.get("contact") or user
    told = {"told_at": timezone.now()} if fields["result"] else {}
    reuse, is_new = Reuse.objects.update_or_create(
        translation_key=page.translation_key,
        agency=user.agency,
        defaults={**fields, **told},
        create_defaults={**fields, **told, "by": user},
    )
    return reuse, is_new


@transaction.atomic
def withdraw(page: CasePage, user: User) -> None:
    """Say that the user's agency does not reuse it after all."""
    own = speaks_for(user)
    if own is None:
        raise NotYoursError
    for reuse in Reuse.objects.filter(translation_key=page.translation_key, agency=own):
        reuse.delete()


def changed(instance: Reuse, **_kwargs: object) -> None:
    """A reuse came, changed or went: the case says so in every language."""
    pages = Page.objects.filter(translation_key=instance.translation_key)
    object_changed(*(f"page:{pk}" for pk in pages.values_list("pk", flat=True)))


def forget(page: Page) -> None:
    """A case that is gone in all its languages is reused no more."""
    key = page.translation_key
    if not Page.objects.filter(translation_key=key).exists():
        Reuse.objects.filter(translation_key=key).delete()


def agencies_reusing(key: uuid.UUID) -> list[str]:
    """The slugs of the agencies that reused a case, for its entry."""
    found = Reuse.objects.filter(translation_key=key)
    return list(found.order_by("agency__slug").values_list("agency__slug", flat=True))


def to_be_told(user: User) -> list[Reuse]:
    """What this person recorded three months ago without saying how it went."""
    before = timezone.now() - ASK_AFTER
    found = Reuse.objects.filter(by=user, agency=user.agency_id, told_at=None)
    return list(found.filter(at__lte=before).order_by("at", "pk"))


def news_for(keeper: User, since: datetime.datetime) -> list[Reuse]:
    """Reuses of the cases this person keeps, recorded since then by others."""
    kept = Page.objects.filter(casepage__page_owner=keeper).values("translation_key")
    found = Reuse.objects.filter(translation_key__in=kept, at__gte=since)
    return list(found.exclude(by=keeper).select_related("agency").order_by("-at", "pk"))


def tell(user: User, **_kwargs: object) -> tuple[str, list[dict[str, Any]]]:
    """The part on reuses in the file of a person's own data."""
    names = ("translation_key", "agency__slug", "since", "adapted", "result", "at")
    return "reuses", list(Reuse.objects.filter(by=user).order_by("pk").values(*names))


def _rows(key: uuid.UUID) -> Any:
    found = Reuse.objects.filter(translation_key=key).order_by("-since", "-at", "pk")
    return found.select_related("agency", "contact")


def _with_cases(key: uuid.UUID, reader: Reader) -> Any:
    """The reuses of a case, each with the own case that this reader may read."""
    wanted = Concat(Value("page:"), Cast(OuterRef("own_case_id"), CharField()))
    own = Entry.objects.readable_by(reader).filter(key=wanted)
    shown = ("url", "title", "language")
    return _rows(key).annotate(
        **{f"case_{name}": Subquery(own.values(name)[:1]) for name in shown}
    )


def _line(reuse: Any, reader: Reader) -> ReuseLine:
    person = reuse.contact
    shown = person if reader.is_agent and person and is_listed(person) else None
    return ReuseLine(
        agency=agency_label(reuse.agency.slug, reader),
        since=reuse.since,
        adapted=reuse.adapted,
        result=reuse.result,
        lang=reuse.language,
        contact=shown.get_full_name() if shown else "",
        contact_url=reverse("accounts:person", args=[shown.pk]) if shown else "",
        case_url=reuse.case_url or "",
        case_title=reuse.case_title or "",
        case_lang=reuse.case_language or "",
    )
