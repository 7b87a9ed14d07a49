"""Whoever counts what carries a word or links to a page counts what they may know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    CharField,
    Count,
    ForeignKey,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, ReferenceIndex

from communities.models import CommunityPage, Thread, Visibility
from vocabulary.querysets import veils

KNOWN = "_confidential_to_them"
# Who asks in the editing pages; Wagtail counts references without asking who asks.
asking: ContextVar[Any] = ContextVar("asking", default=None)
# All that Wagtail shows of references goes through these.
READS = ("get_references_to", "get_references_to_in_bulk")

Find = Callable[[Any], Any]


def register() -> None:
    """Let lists of words, and Wagtail's usage, count by this."""
    veils.append(unknown_to)
    for name in READS:
        setattr(ReferenceIndex, name, _by_who_asks(getattr(ReferenceIndex, name)))
    ReferenceIndex.usage_count_subquery = _usage_count


def confidential_to(user: Any) -> list[CommunityPage]:
    """The confidential communities to which a person does not belong.

    One query for each request.
    """
    if user.is_superuser:
        return []
    if not hasattr(user, KNOWN):
        hidden = CommunityPage.objects.filter(visibility=Visibility.CONFIDENTIAL)
        if user.pk is not None:
            hidden = hidden.exclude(group__user=user.pk)
        setattr(user, KNOWN, list(hidden))
    found: list[CommunityPage] = getattr(user, KNOWN)
    return found


def unknown_to(user: Any, model: type[Model]) -> Q:
    """The rows of a table that stand in a confidential community."""
    unknown = Q()
    for community in confidential_to(user):
        if issubclass(model, Page):
            unknown |= Q(path__startswith=community.path)
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey):
                continue
            if issubclass(field.related_model, Page):
                unknown |= Q(**{f"{field.name}__path__startswith": community.path})
            elif field.related_model is Thread:
                unknown |= Q(**{f"{field.name}__community": community.pk})
    return unknown


def known_references(rows: QuerySet[ReferenceIndex]) -> QuerySet[ReferenceIndex]:
    """Those that do not stand in what the person who asks may not know of."""
    user = asking.get()
    if user is None or not confidential_to(user):
        return rows
    for kind in _kinds():
        model = kind.model_class()
        unknown = unknown_to(user, model) if model else Q()
        if model and unknown:
            numbers = model._default_manager.filter(unknown).order_by()
            written = numbers.values_list(Cast("pk", CharField()), flat=True)
            rows = rows.exclude(base_content_type=kind, object_id__in=written)
    return rows


def _kinds() -> Iterable[ContentType]:
    """Whatever refers to something."""
    used = ReferenceIndex.objects.order_by().values("base_content_type").distinct()
    return ContentType.objects.filter(pk__in=used)


def _by_who_asks(find: Find) -> Find:
    def found(wanted: Any) -> QuerySet[ReferenceIndex]:
        return known_references(find(wanted))

    return found


def _usage_count(model: type[Model]) -> Any:
    """As Wagtail has it: from how many things each row is referred to."""
    kind = ContentType.objects.get_for_model(model)
    number = Cast(OuterRef("pk"), output_field=CharField())
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=number)
    sources = Count("object_id", distinct=True)
    counted = known_references(rows).values("to_object_id").annotate(count=sources)
    found = Subquery(counted.values("count"), output_field=IntegerField())
    return Coalesce(found, 0)
