"""What else waits for a knowledge manager, beside the searches: pages and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from catalogue.access import Reader
from catalogue.models import Entry
from practices.permissions import seen_by
from practices.querysets import due
from practices.reports import RIGHTS
from search.asked.reports import DAY
from vocabulary.pairs import Pair, count_pairs, likely_pairs

SHOWN = 3


@dataclass(frozen=True)
class DuePage:
    """A page past its review date, and who keeps it."""

    title: str
    url: str
    language: str
    since: str
    owner: str


@dataclass(frozen=True)
class Beside:
    """The first few of each. sees_all_due: whether the whole report opens for them."""

    due: Sequence[DuePage]
    sees_all_due: bool
    pairs: Sequence[Pair]
    many_pairs: int


def beside(user: Any, reader: Reader) -> Beside:
    """The pages longest overdue and the tags most likely to be one."""
    many = count_pairs()
    policy = policy_registry.get_by_type(Page)
    return Beside(
        due=_due(user, reader),
        sees_all_due=policy.user_has_any_permission(user, RIGHTS),
        pairs=likely_pairs(user)[:SHOWN] if many else (),
        many_pairs=many,
    )


def _due(user: Any, reader: Reader) -> list[DuePage]:
    yesterday = timezone.localdate() - DAY
    pages = due(Page.objects.filter(seen_by(user)), yesterday)[:SHOWN]
    by_key = {f"page:{page.pk}": page for page in pages}
    readable = Entry.objects.readable_by(reader).filter(key__in=by_key).light()
    entries = {entry.key: entry for entry in readable}
    keepers = {page.due_page_owner_id for page in by_key.values()}
    owners = User.objects.filter(is_active=True).in_bulk(keepers - {None})
    return [
        DuePage(
            title=entries[key].title,
            url=entries[key].url,
            language=entries[key].language,
            since=_("Due since %(day)s") % {"day": date_format(page.due_review_on)},
            owner=_name(owners.get(page.due_page_owner_id)),
        )
        for key, page in by_key.items()
        if key in entries
    ]


def _name(owner: User | None) -> str:
    return owner.get_full_name() if owner else _("Nobody keeps this page.")
