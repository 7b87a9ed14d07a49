"""Whether a page helped: what agents answer, and what its keeper reads of it.

One answer for each agent and page. Who reads them learns no names, and no figures
while they are so few that a "no" would point at somebody.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from catalogue.access import Reader, reader_of
from catalogue.models import Entry
from practices.models.usefulness import Usefulness
from practices.permissions import edits

# From so many answers on, figures are shown.
ENOUGH = 3
MOST_LINES = 200
LONGEST_LINE = 300
ASKED = (Entry.Kind.CASE, Entry.Kind.GUIDE)


@dataclass(frozen=True)
class Asked:
    """What stands below a page: the answer that this agent gave, if any.

    is_kept: the reader keeps the page and reads the answers instead.
    """

    useful: bool | None = None
    missing: str = ""
    is_kept: bool = False


@dataclass(frozen=True)
class Line:
    """What somebody missed, and in which month it was written."""

    text: str
    at: datetime.datetime


@dataclass(frozen=True)
class Said:
    """What readers said of a page; without figures while there are few answers."""

    is_few: bool
    total: int
    useful: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class News:
    """Lines that were written lately about a page."""

    page: int
    lines: int
    at: datetime.datetime


def with_answer(entries: QuerySet[Entry], page: Any, reader: Reader) -> Any:
    """The reader's own answer beside each entry of a query, without a query more."""
    own = Usefulness.objects.filter(page=page.pk, by=reader.user_id)
    return entries.annotate(
        own_useful=Subquery(own.values("useful")[:1]),
        own_missing=Subquery(own.values("missing")[:1]),
    )


def asked_of(own: Any, page: Any, reader: Reader) -> Asked | None:
    """What to ask this reader; only agents are asked, on cases and guides.

    own: the entry of the page, read by with_answer().
    """
    if not reader.is_agent or own is None or own.kind not in ASKED:
        return None
    return Asked(own.own_useful, own.own_missing or "", is_kept(page, reader))


def is_kept(page: Any, reader: Reader) -> bool:
    """Whether this reader keeps the page."""
    return page.page_owner_id is not None and page.page_owner_id == reader.user_id


def answer_of(page: Any, user: User) -> Asked:
    """The answer that this person gave, read anew."""
    known = Usefulness.objects.filter(page=page.pk, by=user).first()
    return Asked(known.useful, known.missing) if known else Asked()


@transaction.atomic
def answer(page: Any, user: User, *, useful: bool, missing: str | None = None) -> None:
    """Keep what an agent says of a page; what is missing stays until it is rewritten.

    Who finds the page useful after all misses nothing.
    """
    said: dict[str, Any] = {"useful": useful}
    if useful:
        said["missing"] = ""
    elif missing is not None:
        said["missing"] = missing[:LONGEST_LINE]
    Usefulness.objects.update_or_create(page_id=page.pk, by=user, defaults=said)


def take_back(page: Any, user: User) -> None:
    """Forget the answer."""
    Usefulness.objects.filter(page=page.pk, by=user).delete()


def tell(user: User, **_kwargs: object) -> tuple[str, list[dict[str, Any]]]:
    """The part on answers in the file of a person's own data.

    A page that they may not read any more keeps its title for itself.
    """
    names = ("page_id", "page__title", "useful", "missing", "at")
    rows = list(Usefulness.objects.filter(by=user).order_by("pk").values(*names))
    keys = [f"page:{row['page_id']}" for row in rows]
    readable = Entry.objects.readable_by(reader_of(user)).filter(key__in=keys)
    open_keys = set(readable.values_list("key", flat=True))
    for row, key in zip(rows, keys, strict=True):
        row["page__title"] = row["page__title"] if key in open_keys else ""
    return "usefulness", rows


def forget(user: User, **_kwargs: object) -> None:
    """Whoever closes the account takes the answers along."""
    Usefulness.objects.filter(by=user).delete()


def may_read(page: Any, user: Any) -> bool:
    """Whether the answers are for this person: who keeps the page or works on it."""
    if not user.is_active:
        return False
    return user.pk == page.page_owner_id or edits(user, page)


def said_of(page: Any) -> Said:
    """What readers said of a page, the newest line first: two queries."""
    answers = Usefulness.objects.filter(page=page.pk)
    counts = answers.aggregate(
        total=Count("pk"), useful=Count("pk", filter=Q(useful=True))
    )
    lines = answers.exclude(missing="").order_by("-at", "-pk")
    rows = lines.values_list("missing", "at")[:MOST_LINES]
    is_few = counts["total"] < ENOUGH
    return Said(
        is_few=is_few,
        total=0 if is_few else counts["total"],
        useful=0 if is_few else counts["useful"],
        lines=[Line(text, at) for text, at in rows],
    )


def news_for(user: User, since: datetime.datetime) -> list[News]:
    """Pages that this person keeps about which lines were written: one query."""
    kept = Q(page__casepage__page_owner=user) | Q(page__guidepage__page_owner=user)
    lines = Usefulness.objects.filter(kept, page__live=True, at__gt=since)
    rows = lines.exclude(missing="").values("page").order_by("page")
    found = rows.annotate(lines=Count("pk"), newest=Max("at"))
    return [News(*row) for row in found.values_list("page", "lines", "newest")]


def counted(pages: Any) -> Any:
    """Pages with answers, each with how many, as far as figures are shown."""

    def many(**wanted: Any) -> Subquery:
        answers = Usefulness.objects.filter(page=OuterRef("pk"), **wanted)
        rows = answers.order_by().values("page").annotate(n=Count("pk"))
        return Subquery(rows.values("n"))

    return pages.annotate(
        said_total=many(),
        said_useful=many(useful=True),
        said_lines=many(missing__gt=""),
    ).filter(said_total__gt=0)
