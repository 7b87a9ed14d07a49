"""The forms in which people write: what was typed, for whom, and what it becomes."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.rates import TooManyRequests
from communities import permissions
from communities.models import Comment, CommunityPage, Draft, Thread
from communities.standing import Standing
from communities.talk import (
    drafts,
    files,
    limits,
    markdown,
    mentions,
    presentation,
)
from communities.talk.forms import AskForm, CommentForm, EditForm, EditOpeningForm
from communities.talk.place import Place
from vocabulary.names import Label


@dataclass(frozen=True)
class Composer:
    """A form with all that stands around it.

    name: of its parts on the page. token: for whom the hub made it. draft_at: when
    what stands in it was typed, of a form that was not sent. agency: in whose name the
    person may write. people: where to look for somebody to mention. offers_unnamed:
    whether it can go without a name.
    """

    form: forms.Form
    name: str
    action: str
    token: str
    key: str
    agency: Label | None = None
    offers_unnamed: bool = False
    offers_files: bool = True
    draft_at: datetime.datetime | None = None
    preview: SafeString | None = None
    parent: presentation.Line | None = None
    wait: int = 0
    people: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be changed before it can be sent."""
        return self.form.is_bound and bool(self.form.errors)

    @property
    def file_fields(self) -> list[tuple[str, str, str]]:
        """The fields for files: their names, those of the descriptions, what is there.

        A browser forgets chosen files; what was typed about them stays.
        """
        if not self.offers_files:
            return []
        typed = self.form.data
        return [(file, alt, str(typed.get(alt, ""))) for file, alt in files.fields()]


def for_comment(
    request: HttpRequest,
    place: Place,
    parent: Comment | None = None,
    *,
    quoted: Comment | None = None,
    draft: Any = None,
) -> Composer:
    """An empty form for a comment or a reply, or what was typed into it before.

    draft: where it is known already; without a text when there is none.
    """
    key = f"reply:{parent.pk}" if parent else place.key
    kept = drafts.of(request.user, key) if draft is None else draft
    text = kept.text if kept else ""
    if quoted is not None and not text:
        text = quotation(place, quoted)
    unnamed = place.thread.pk is not None and _was_unnamed(place)
    for_agency = bool(kept and text and kept.rest.get("for_agency"))
    so_far = {"text": text, "for_agency": for_agency, "unnamed": unnamed}
    form = CommentForm(initial=so_far | {"follow": True})
    return _around(request, place, form, parent, kept.at if text and kept else None)


def sent_comment(
    request: HttpRequest, place: Place, parent: Comment | None = None
) -> Composer:
    """The same form, sent."""
    return _around(request, place, CommentForm(request.POST, request.FILES), parent)


def for_edit(request: HttpRequest, place: Place, comment: Comment) -> Composer:
    """The form in which an author changes a comment."""
    key = f"edit:{comment.pk}"
    kept = None
    cls = EditOpeningForm if comment.is_opening and not place.is_page else EditForm
    if request.method == "POST":
        form = cls(request.POST)
    else:
        kept = drafts.of(request.user, key)
        initial = {
            "text": kept.text if kept else comment.text,
            "title": (kept.title if kept else "") or place.thread.title,
            "language": comment.language,
        }
        form = cls(initial=initial)
    action = f"{place.base}comments/{comment.pk}/edit/"
    composer = Composer(
        form=form,
        name=f"e{comment.pk}",
        action=action,
        token=drafts.token(request.user, key, action),
        key=key,
        offers_files=False,
        draft_at=kept.at if kept else None,
        people=people_url(place.who.community, place.thread.page_id),
    )
    return composer


def for_question(request: HttpRequest, who: Standing) -> Composer:
    """The form for a new question or talk in a community."""
    community = who.community
    if community is None:
        raise ValueError("A question is asked in a community.")
    key = f"ask:{community.pk}"
    action = reverse("communities:ask", args=[community.slug])
    kept = None
    if request.method == "POST":
        form = AskForm(request.POST, request.FILES)
    else:
        kept = drafts.of(request.user, key)
        form = AskForm(initial=_asked_so_far(request, kept))
    own = who.user.agency.slug if permissions.may_speak_for_agency(who) else ""
    return Composer(
        form=form,
        name="ask",
        action=action,
        token=drafts.token(request.user, key, action),
        key=key,
        agency=_mandate(who, own),
        offers_unnamed=True,
        people=people_url(community, None),
        draft_at=kept.at if kept else None,
    )


def _asked_so_far(request: HttpRequest, kept: Draft | None) -> dict[str, Any]:
    """What stands in the form for a question when it is opened."""
    so_far: dict[str, Any] = {"follow": True}
    if kept:
        so_far |= {**kept.rest, "text": kept.text, "title": kept.title}
    kind = request.GET.get("kind") or so_far.get("kind")
    if kind not in (Thread.Kind.TALK, Thread.Kind.QUESTION):
        kind = Thread.Kind.QUESTION
    return so_far | {"kind": kind}


def previewed(composer: Composer, readers: Any) -> Composer:
    """The form with what the text will look like."""
    text = composer.form.data.get("text", "")
    html = markdown.to_html(text, mentions.found(text, readers))
    return replace(composer, preview=mark_safe(html))  # noqa: S308, just cleaned


def refused(composer: Composer, error: Exception) -> Composer:
    """The form with the reason why it was not kept; nothing typed is lost."""
    form = composer.form
    if isinstance(error, TooManyRequests):
        form.add_error(None, _("You write very fast. Wait a little, then send it."))
        return replace(composer, wait=error.seconds)
    if isinstance(error, limits.RefusedError):
        form.add_error("text", error.sentence)
    elif isinstance(error, ValidationError):
        form.add_error(None, error)
    return composer


def quotation(place: Place, comment: Comment) -> str:
    """The text of a comment as a quotation, with the name that its readers see.

    On pages the agency: strangers may read them, by and by, and no names of agents.
    """
    author = presentation.author_of(place.who, comment)
    name = author.name
    if place.is_page:
        name = author.agency.text if author.agency else _("An agent")
    intro = _("%(name)s wrote:") % {"name": name}
    lines = [f"**{intro}**", "", *comment.text.splitlines()]
    # What was quoted there is not quoted again.
    own = [line for line in lines if not line.lstrip().startswith(">")]
    return "\n".join(f"> {line}".rstrip() for line in own) + "\n\n"


def language() -> str:
    """The language of the interface."""
    return (get_language() or "en")[:2]


def _around(
    request: HttpRequest,
    place: Place,
    form: forms.Form,
    parent: Comment | None,
    draft_at: datetime.datetime | None = None,
) -> Composer:
    key = f"reply:{parent.pk}" if parent else place.key
    base = place.base
    action = f"{base}comments/{parent.pk}/reply/" if parent else f"{base}comments/"
    # Of a page the short address, which leads to it: the token is in every page.
    back = place.base if place.is_page else f"{place.url}#write"
    back = action if parent else back
    return Composer(
        form=form,
        name=f"r{parent.pk}" if parent else "write",
        action=action,
        token=drafts.token(request.user, key, back),
        key=key,
        agency=_mandate(place.who, place.agency),
        offers_unnamed=place.thread.pk is not None and _was_unnamed(place),
        draft_at=draft_at,
        people=people_url(place.who.community, place.thread.page_id),
        parent=presentation.line_of(place, parent) if parent else None,
    )


def people_url(community: CommunityPage | None, page: int | None) -> str:
    """Where to look for somebody to mention: among those who read the place."""
    if page is not None:
        return reverse("communities:page-people", args=[page])
    return reverse("communities:people", args=[community.slug]) if community else ""


def _was_unnamed(place: Place) -> bool:
    """Whoever asked without a name may go on without one."""
    opening = place.opening
    return (
        opening is not None
        and opening.unnamed
        and permissions.is_author(place.who, opening)
    )


def _mandate(who: Standing, slug: str) -> Label | None:
    """The agency in whose name the person may write; there is none without a slug."""
    return presentation.agency_of(who, slug) if slug else None


def was_sent(user: Any, nonce: str) -> bool:
    """Whether a form was sent already: what is typed in it comes too late."""
    try:
        number = uuid.UUID(nonce)
    except ValueError:
        return False
    return Comment.objects.filter(nonce=number, author=user).exists()


def readers_of(place: Place) -> Any:
    """The people who may be named here."""
    return mentions.readers_of(place.thread)
