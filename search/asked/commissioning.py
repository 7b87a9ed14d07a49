"""Commissioning a page: a draft with the question as its brief, and its owner told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import escape
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from accounts import mails
from accounts.models import User
from practices.forms import TITLE_LENGTH
from practices.models import AgencySectionPage, CasePage, GuidePage
from search.models import Question, Step

COMMISSIONED = "search.commission"
# Which page, and the field that takes the brief.
MODELS: dict[str, tuple[Any, str]] = {
    "case": (CasePage, "problem"),
    "guide": (GuidePage, "body"),
}


@dataclass(frozen=True)
class Order:
    """What is to be written, where and by whom."""

    kind: str
    title: str
    brief: str
    section: AgencySectionPage
    owner: User
    language: str = ""


def sections_for(user: User) -> list[AgencySectionPage]:
    """Where this person may order a page: where they may add one, and at home.

    A draft in the section of one's own agency is a request to the colleagues there.
    """
    found = AgencySectionPage.objects.select_related("agency").order_by("title")
    return [
        section
        for section in found
        if section.agency_id == user.agency_id
        or section.permissions_for_user(user).can_add_subpage()
    ]


def owners_in(sections: Iterable[AgencySectionPage]) -> QuerySet[User]:
    """Those who write or publish in one of these sections."""
    groups = [pk for one in sections for pk in (one.editors_id, one.publishers_id)]
    people = User.objects.filter(is_active=True, groups__in=groups)
    return people.select_related("agency").distinct().order_by("last_name", "pk")


def writes_in(user: User, section: AgencySectionPage) -> bool:
    """Whether this person edits pages of the section."""
    return owners_in([section]).filter(pk=user.pk).exists()


@transaction.atomic
def commission(question: Question, order: Order, by: User) -> Page:
    """Make the draft, note the step, and tell the owner."""
    model, field = MODELS[order.kind]
    language = order.language or question.language or settings.LANGUAGE_CODE
    page: Page = model(
        title=order.title[:TITLE_LENGTH],
        agency=order.section.agency,
        locale=Locale.objects.get_or_create(language_code=language)[0],
        owner=by,
        page_owner=order.owner,
        live=False,
        **{field: [("paragraph", paragraphs(order.brief))]},
    )
    order.section.add_child(instance=page)
    page.save_revision(user=by, log_action=False)
    log(page, COMMISSIONED, user=by, data={"question": question.text})
    Step.objects.create(question=question, kind=Step.Kind.PAGE, number=page.pk, by=by)
    mails.send(
        "page_commissioned",
        order.owner.email,
        mails.language_of(order.owner),
        {
            "title": page.title,
            "question": question.text,
            "url": settings.BASE_URL
            + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        },
    )
    return page


def paragraphs(brief: str) -> str:
    """Plain text as the rich text of a draft, one paragraph a line."""
    lines = (line.strip() for line in brief.replace("\x00", "").splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def ordered_from(user: User) -> Sequence[Page]:
    """The drafts that were ordered from this person and never published: one query."""
    ordered = Step.objects.filter(kind=Step.Kind.PAGE).values("number")
    mine = reduce(
        or_,
        (
            Q(**{f"{model._meta.model_name}__page_owner": user})
            for model, _ in _models()
        ),
    )
    found = Page.objects.filter(mine, pk__in=ordered, first_published_at__isnull=True)
    return list(found.filter(live=False).select_related("locale"))


def _models() -> Iterable[tuple[Any, str]]:
    return MODELS.values()
