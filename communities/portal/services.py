"""Proposing something for the portal, and asking those whose words it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from communities import permissions, signals
from communities.models import (
    Comment,
    CommunityPage,
    Consent,
    Nomination,
    Role,
    Thread,
    Visibility,
)
from communities.querysets import library_of
from communities.standing import Standing
from practices.models import PracticePage

# What of a discussion is quoted at most, its opening included.
MOST_PASSAGES = 20


class RefusedError(Exception):
    """Nothing was changed; the sentence says why, or what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def nominate_thread(
    who: Standing,
    thread: Thread,
    quoted: Collection[int],
    note: str = "",
    *,
    names: bool = False,
) -> Nomination:
    """Propose a discussion; its opening and the comments of these numbers are quoted.

    Their authors are asked: until they agree nobody outside reads a word of them.
    names: of a private community, whether the portal may name it; its owner says so.
    """
    community = _community(who)
    rows = Thread.objects.select_for_update(no_key=True)
    held = rows.filter(pk=thread.pk, community=community).first()
    if held is None or held.kind == Thread.Kind.PAGE:
        raise RefusedError(_("This discussion is no longer here."))
    _refuse_twice(held.nominations.all())
    comments = list(quotable(held).filter(pk__in=set(quoted)))
    opening = quotable(held).filter(is_opening=True).first()
    if opening is None:
        text = _("The question has no author who could be asked, or was taken back.")
        raise RefusedError(text)
    passages = list({each.pk: each for each in (opening, *comments)}.values())
    if len(passages) > MOST_PASSAGES:
        text = _("Quote at most %(number)s passages.") % {"number": MOST_PASSAGES}
        raise RefusedError(text)
    nomination = Nomination.objects.create(
        community=community,
        thread=held,
        note=note,
        by=who.user,
        names_community=names and _may_name(who),
    )
    _ask(nomination, ((each, each.author_id) for each in passages))
    return nomination


@transaction.atomic
def nominate_page(
    who: Standing, page: Page, note: str = "", *, names: bool = False
) -> Nomination:
    """Propose a page of the library; whoever keeps it is asked."""
    community = _community(who)
    found = nominable_pages(community).select_for_update(of=("self",))
    held = found.filter(pk=page.pk).first()
    if held is None:
        raise RefusedError(_("This page is no longer in the library."))
    _refuse_twice(Nomination.objects.filter(page=held))
    nomination = Nomination.objects.create(
        community=community,
        page=held,
        note=note,
        by=who.user,
        names_community=names and _may_name(who),
    )
    _ask(nomination, ((None, keeper) for keeper in keepers_of(held.specific)))
    return nomination


@transaction.atomic
def answer(user: Any, nomination: Nomination, answers: Mapping[int, str]) -> None:
    """Keep what somebody says to being quoted; may change until it is decided.

    answers: by the number of the consent. Who wrote without a name stays without one.
    """
    held = locked(nomination)
    if held is None:
        raise RefusedError(_("This is decided already: nothing can be changed."))
    for consent in asked_of(user, held):
        said = answers.get(consent.pk, "")
        if said not in dict(choices(consent)):
            continue
        consent.answer = said
        consent.answered_at = timezone.now()
        consent.save(update_fields=["answer", "answered_at"])


@transaction.atomic
def withdraw(who: Standing, nomination: Nomination) -> None:
    """Take a proposal back."""
    community = _community(who)
    held = locked(nomination)
    if held is None or held.community_id != community.pk:
        raise RefusedError(_("This is decided already: nothing can be changed."))
    close(held, Nomination.State.WITHDRAWN, who.user)


@transaction.atomic
def decline(nomination: Nomination, by: Any, reason: str) -> None:
    """Say why the portal does not take it; whoever proposed it is told."""
    held = locked(nomination)
    if held is None:
        raise RefusedError(_("Somebody else has decided on this already."))
    close(held, Nomination.State.DECLINED, by, reason=reason)
    signals.nomination_decided.send(sender=Nomination, nomination=held)


def close(nomination: Nomination, state: str, by: Any, **values: Any) -> None:
    """Write what became of a proposal; its row is locked by the caller."""
    for name, value in values.items():
        setattr(nomination, name, value)
    nomination.state = state
    nomination.decided_by = by
    nomination.decided_at = timezone.now()
    nomination.save()


def locked(nomination: Nomination) -> Nomination | None:
    """The row, held by this transaction, while nothing is decided; else None."""
    rows = Nomination.objects.select_for_update(no_key=True)
    return rows.filter(pk=nomination.pk, state=Nomination.State.OPEN).first()


def quotable(thread: Thread) -> QuerySet[Comment]:
    """Comments whose authors can be asked, in their order."""
    visible = thread.comments.filter(state=Comment.State.VISIBLE)
    people = visible.exclude(author=None).exclude(author__is_active=False)
    return people.select_related("author", "agency").order_by("pk")


def nominable_pages(community: CommunityPage) -> QuerySet[Page]:
    """The live cases, guides and collections of the library."""
    library = library_of(community)
    if library is None:
        nothing: QuerySet[Page] = Page.objects.none()
        return nothing
    below = Page.objects.child_of(library).live()
    found: QuerySet[Page] = below.filter(alias_of=None).order_by("title", "pk")
    return found


def keepers_of(page: PracticePage) -> Sequence[int]:
    """Whom to ask about a page: its owner, else who began it; nobody when all left."""
    for person in (page.page_owner, page.owner):
        if person is not None and person.is_active:
            return [person.pk]
    return []


def asked_of(user: Any, nomination: Nomination) -> QuerySet[Consent]:
    """What somebody is asked about a proposal."""
    rows = Consent.objects.filter(nomination=nomination, by=user)
    return rows.select_related("comment").order_by("comment", "pk")


def choices(consent: Consent) -> list[tuple[str, Any]]:
    """What may be answered."""
    unnamed = consent.comment is not None and consent.comment.unnamed
    return [
        (value, label)
        for value, label in Consent.Answer.choices
        if not (unnamed and value == Consent.Answer.NAMED)
    ]


def is_named(nomination: Nomination) -> bool:
    """Whether the portal may name the community, and lead to it."""
    visibility = nomination.community.visibility
    if visibility == Visibility.PRIVATE:
        return nomination.names_community
    return visibility in (Visibility.OPEN, Visibility.RESTRICTED)


def _community(who: Standing) -> CommunityPage:
    if who.community is None or not permissions.may_nominate(who):
        raise RefusedError(_("Moderators of the community propose for the portal."))
    return who.community


def _may_name(who: Standing) -> bool:
    return who.role == Role.OWNER


def _refuse_twice(found: QuerySet[Nomination]) -> None:
    if found.filter(state=Nomination.State.OPEN).exists():
        raise RefusedError(_("This is proposed already."))
    if found.filter(state=Nomination.State.TAKEN, result__isnull=False).exists():
        raise RefusedError(_("This was taken over already."))


def _ask(
    nomination: Nomination, asked: Iterable[tuple[Comment | None, int | None]]
) -> None:
    for comment, person in asked:
        Consent.objects.create(nomination=nomination, comment=comment, by_id=person)
    signals.nominated.send(sender=Nomination, nomination=nomination)
