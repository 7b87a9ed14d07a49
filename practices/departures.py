"""What happens to pages and roles when somebody leaves the agency they worked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.models import Agency, User
from catalogue.changes import object_changed
from practices.models import KEPT, AgencySectionPage

FIELDS = ("page_owner", "fallback_owner")


def agency_left(
    user: User, agency: Agency | None, kind: str, **_kwargs: object
) -> None:
    """Take editing rights away and hand pages over to their fallback owners.

    Whoever moves keeps what belongs to other agencies; the others keep nothing.
    """
    sections = AgencySectionPage.objects.all()
    if kind == "moved":
        sections = sections.filter(agency=agency)
    groups = sections.values_list("editors", "publishers")
    user.groups.remove(*(pk for pair in groups for pk in pair if pk is not None))
    for page in _pages_of(user, agency if kind == "moved" else None):
        _hand_over(page, user)


def _pages_of(user: User, agency: Agency | None) -> Iterator[Any]:
    """Pages that name the person, on the page or in its newest draft."""
    named = Q()
    for name in FIELDS:
        named |= Q(**{name: user})
        named |= Q(**{f"latest_revision__content__{name}": user.pk})
    for model in KEPT:
        pages = model.objects.filter(named).select_related("fallback_owner")
        if agency is not None:
            pages = pages.filter(agency=agency)
        yield from pages


def _hand_over(page: Any, user: User) -> None:
    """The fallback owner takes over; without one the page is listed as ownerless."""
    before = {name: getattr(page, f"{name}_id") for name in FIELDS}
    after = _owners_after(before, user, page.fallback_owner)
    type(page).objects.filter(pk=page.pk).update(
        page_owner=after["page_owner"], fallback_owner=after["fallback_owner"]
    )
    _rewrite_drafts(page, user)
    if before != after:
        log(page, "practices.hand_over", data={"before": before, "after": after})
        object_changed(f"page:{page.pk}")


def _owners_after(
    names: dict[str, int | None], user: User, fallback: User | None
) -> dict[str, int | None]:
    """The owners without this person; a fallback who may not sign in takes no page."""
    after = {name: None if pk == user.pk else pk for name, pk in names.items()}
    ready = fallback is not None and fallback.is_active and fallback.pk != user.pk
    if names["page_owner"] == user.pk and ready:
        after["page_owner"], after["fallback_owner"] = after["fallback_owner"], None
    return after


def _rewrite_drafts(page: Any, user: User) -> None:
    """Publishing a draft, now or by the clock, must not bring the person back."""
    waiting = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in Revision.objects.for_instance(page).filter(waiting):
        before = {name: revision.content.get(name) for name in FIELDS}
        fallback = User.objects.filter(pk=before["fallback_owner"]).first()
        after = _owners_after(before, user, fallback)
        if after != before:
            revision.content.update(after)
            revision.save(update_fields=["content"])
