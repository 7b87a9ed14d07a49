"""What agencies must do: who is addressed, who has done it, who has not.

A duty is a page whose importance is "must do". It orders and reminds; it never decides
who may read.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from accounts.models import Agency, User
from catalogue.access import Reader
from catalogue.models import Entry, Importance
from practices.folding import folded
from practices.listing import Label, agency_label
from practices.models.duty import Done

if TYPE_CHECKING:
    from practices.models import PracticePage

NEVER = datetime.date.max


@dataclass(frozen=True)
class DoneLine:
    """An agency that has done it, and when."""

    agency: Label
    at: datetime.datetime


@dataclass(frozen=True)
class Duty:
    """What the page of a duty shows to one reader.

    total: how many agencies it addresses, and done_total how many of them have done
    it. mine: the reader's agency if it is one of them. done: when and by whom the
    reader's agency has done it. The agencies that have and have not done it are for
    agents; to others both lists are empty.
    """

    deadline: datetime.date | None
    reason: str
    total: int
    done_total: int = 0
    mine: Agency | None = None
    has_agency: bool = False
    done: Done | None = None
    done_by: Sequence[DoneLine] = ()
    missing: Sequence[Label] = ()

    @property
    def is_past(self) -> bool:
        """Whether the deadline is over."""
        return bool(self.deadline and self.deadline < timezone.localdate())


class NotAddressedError(Exception):
    """The page asks nothing of this person's agency."""


def duty_of(page: PracticePage, user: Any, reader: Reader) -> Duty | None:
    """What the page asks, seen by this reader; None when it is no duty."""
    if page.importance != Importance.MUST_DO:
        return None
    named = list(page.addressed.order_by("slug"))
    agencies = named or _everyone()
    own = speaks_for(user) if reader.is_agent else None
    mine = next((each for each in agencies if each.pk == own), None)
    known = done_for(page) if reader.is_agent else []
    by_agency = {each.agency_id: each for each in known}
    # Whoever did it without being asked by name is told of too.
    others = [each.agency for each in known if each.agency not in agencies]
    missing = [each for each in agencies if each.pk not in by_agency]
    return Duty(
        deadline=page.deadline,
        reason=page.importance_reason,
        total=len(agencies),
        done_total=len(agencies) - len(missing),
        mine=mine,
        has_agency=own is not None,
        done=by_agency.get(mine.pk) if mine else None,
        done_by=[
            DoneLine(agency_label(each.slug, reader), by_agency[each.pk].at)
            for each in [*agencies, *others]
            if each.pk in by_agency
        ],
        missing=[agency_label(each.slug, reader) for each in missing]
        if reader.is_agent
        else (),
    )


def done_for(page: PracticePage) -> list[Done]:
    """What was marked for this page or one of its translations."""
    found = Done.objects.filter(translation_key=page.translation_key)
    people = ("by__agency", "by__function")
    return list(found.select_related("agency", *people).order_by("at", "pk"))


def may_mark(page: PracticePage, user: Any) -> bool:
    """Whether this person speaks for an agency that the page addresses."""
    own = speaks_for(user)
    if page.importance != Importance.MUST_DO or own is None:
        return False
    named = [each.pk for each in page.addressed.all()]
    return not named or own in named


@transaction.atomic
def mark_done(page: PracticePage, user: User, note: str = "") -> Done:
    """Say that the user's agency has done it; a second time changes nothing."""
    if not may_mark(page, user):
        raise NotAddressedError
    done, _made = Done.objects.get_or_create(
        translation_key=page.translation_key,
        agency=user.agency,
        defaults={"by": user, "note": note[:300]},
    )
    return done


@transaction.atomic
def undo(page: PracticePage, user: User) -> None:
    """Say that the user's agency has not done it after all."""
    if not may_mark(page, user):
        raise NotAddressedError
    Done.objects.filter(
        translation_key=page.translation_key, agency=user.agency
    ).delete()


def forget(page: Page) -> None:
    """A page that is gone with all its translations asks nothing any more."""
    key = page.translation_key
    if not Page.objects.filter(translation_key=key).exists():
        Done.objects.filter(translation_key=key).delete()


def duties_for(agency: Agency | None, reader: Reader) -> list[Entry]:
    """What this reader's agency must do and has not done, the nearest deadline first.

    Without an agency: all duties that this reader may read. Of linked translations
    one, in the reader's language where there is one. One query.
    """
    readable = Entry.objects.readable_by(reader).filter(importance=Importance.MUST_DO)
    if agency is None:
        found = list(readable.light())
    else:
        done = Done.objects.filter(agency=agency).values("translation_key")
        asked = readable.exclude(translation_key__in=done).light()
        found = [entry for entry in asked if _addresses(entry, agency.slug)]
    return sorted(folded(found), key=lambda entry: (deadline_of(entry), -entry.pk))


def deadline_of(entry: Entry) -> datetime.date:
    """The day by which an entry is to be done, far ahead where it has none."""
    text = entry.data.get("deadline")
    return datetime.date.fromisoformat(text) if text else NEVER


def _addresses(entry: Entry, slug: str) -> bool:
    named = entry.data.get("addressed") or []
    return not named or slug in named


def _everyone() -> list[Agency]:
    """Who is addressed where none is named: all agencies that have agents."""
    return list(Agency.objects.with_agents().order_by("slug"))


def speaks_for(user: Any) -> int | None:
    """The agency in whose name this person may speak."""
    speaks = user.is_authenticated and user.is_active and not user.is_guest
    return user.agency_id if speaks else None
