"""What an editor may see and choose in the admin, beyond what is public."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from wagtail.models import (
    BaseViewRestriction,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)
from wagtail.permissions import policy_registry

from accounts.models import Agency
from practices.references import References


def seen_by(user: Any) -> Q:
    """Pages this person may know of: public ones, open ones, and those they edit."""
    if user.is_superuser:
        return Q()
    closed = _below(_closed_paths(user))
    seen = Q(live=True) & ~closed if closed else Q(live=True)
    edited = _below(edited_paths(user))
    return seen | edited if edited else seen


def edits(user: Any, page: Page) -> bool:
    """Whether the page stands in a section in which this person works."""
    if user.is_superuser:
        return True
    return any(page.path.startswith(path) for path in edited_paths(user))


def explores(user: Any, page: Page) -> bool:
    """Whether the page is in one's sections or on the way to one of them."""
    return edits(user, page) or any(
        path.startswith(page.path) for path in edited_paths(user)
    )


def may_delete(user: Any, page: Page) -> bool:
    """Sections and what is above them are for administrators."""
    return user.is_superuser or page.path not in edited_paths(user)


def edited_paths(user: Any) -> list[str]:
    """The paths in the tree below which this person has rights."""
    policy = policy_registry.get_by_type(Page)
    return sorted({right.page.path for right in _rights(policy, user)})


def may_alias(user: Any, page: Page) -> bool:
    """Whether the page may be shown a second time elsewhere in the tree.

    An alias is served openly wherever it stands, so nothing behind a wall has one.
    """
    return edits(user, page) and not page.get_view_restrictions().exists()


def agencies_for(user: Any, own: Agency | None) -> Any:
    """The agencies in whose name this person publishes, and the section's own."""
    if user is None or user.is_superuser:
        return Agency.objects.all()
    wanted = _below(edited_paths(user), "section__path")
    return Agency.objects.filter(wanted | Q(pk=own.pk if own else None)).distinct()


def unchoosable(user: Any, references: References) -> References:
    """Those of these pages, documents and pictures that this person may not choose."""
    refused: References = set()
    by_model: dict[type[Model], set[str]] = {}
    for model, number in references:
        by_model.setdefault(model, set()).add(str(number))
    for model, numbers in by_model.items():
        found = _choosable(user, model, numbers)
        if found is not None:
            refused |= {(model, number) for number in numbers - found}
    return refused


def wall_collections_by_groups() -> None:
    """Offer no wall for documents and pictures but groups.

    Page models have an option for this, collections have none: the form takes its
    choices from here.
    """
    CollectionViewRestriction.RESTRICTION_CHOICES = [
        choice
        for choice in CollectionViewRestriction.RESTRICTION_CHOICES
        if choice[0] in {BaseViewRestriction.NONE, BaseViewRestriction.GROUPS}
    ]


def _choosable(user: Any, model: type[Model], numbers: set[str]) -> set[str] | None:
    """The numbers that may be chosen; None when the model is not ours to guard."""
    if issubclass(model, Page):
        pages = Page.objects.filter(seen_by(user), pk__in=numbers)
        return {str(pk) for pk in pages.values_list("pk", flat=True)}
    policy = policy_registry.get_by_type(model)
    if not hasattr(policy, "collections_user_has_any_permission_for"):
        return None
    chosen = policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return {
        str(pk) for pk in chosen.filter(pk__in=numbers).values_list("pk", flat=True)
    }


def _closed_paths(user: Any) -> list[str]:
    groups = set(user.groups.values_list("pk", flat=True))
    walls = PageViewRestriction.objects.select_related("page").prefetch_related(
        "groups"
    )
    return [
        wall.page.path
        for wall in walls
        if wall.restriction_type != PageViewRestriction.GROUPS
        or not groups & {group.pk for group in wall.groups.all()}
    ]


def _below(paths: Iterable[str], field: str = "path") -> Q:
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q())


def _rights(policy: Any, user: Any) -> Iterable[Any]:
    return policy.get_cached_permissions_for_user(user)
