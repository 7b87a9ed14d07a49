"""Writing in threads: who may, what is kept, who is told.

Everything here asks `permissions` once more: views say no in a kinder way before.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from catalogue.changes import object_changed
from communities import permissions, signals
from communities.models import (
    Comment,
    CommentVersion,
    Decision,
    Reaction,
    Readers,
    Thread,
)
from communities.moderating.services import become, locked, record, settle
from communities.standing import Standing
from communities.talk import files as talk_files
from communities.talk import limits, markdown, mentions, rules
from communities.talk.files import Upload
from communities.talk.limits import RefusedError
from communities.talk.place import why_closed

PAUSE = datetime.timedelta(days=1)
PAUSE_AGAIN = datetime.timedelta(days=7)


@transaction.atomic
def begin(
    who: Standing,
    kind: str,
    title: str,
    text: str,
    *,
    language: str = "",
    unnamed: bool = False,
    for_agency: bool = False,
    tags: Iterable[Any] = (),
    files: Sequence[Upload] = (),
    nonce: uuid.UUID | None = None,
) -> Thread:
    """Begin a talk or ask a question in the community of this standing.

    nonce: of the form; a second press of its button gives the same discussion.
    """
    if before := _written(who, nonce):
        return before.thread
    _allow(permissions.may_write(who))
    limits.check_text(text, is_opening=True)
    limits.check_links(who, f"{title} {text}")
    thread = Thread(kind=kind, community=who.community, title=title)
    thread.language = language or (get_language() or "en")[:2]
    thread.save()
    thread.tags.set(tags)
    unnamed = unnamed and kind == Thread.Kind.QUESTION
    opening = Comment(thread=thread, is_opening=True, unnamed=unnamed)
    opening.language = thread.language
    _keep(who, opening, text, for_agency=for_agency, files=files, nonce=nonce)
    return thread


@transaction.atomic
def say(
    who: Standing,
    thread: Thread,
    text: str,
    *,
    parent: Comment | None = None,
    unnamed: bool = False,
    for_agency: bool = False,
    language: str = "",
    files: Sequence[Upload] = (),
    nonce: uuid.UUID | None = None,
    is_open: bool | None = None,
) -> Comment:
    """Add a comment to a thread, or a reply to a comment of it.

    A reply to a reply stands beside it. unnamed: only for who asked without a name
    here. is_open: of comments on pages, what their rule says.
    """
    if before := _written(who, nonce):
        return before
    thread = _thread_for_writing(who, thread)
    closed = why_closed(thread, archived=_archived(who))
    may = permissions.may_reply(
        who, thread, is_open=not closed if is_open is None else is_open and not closed
    )
    _allow(may)
    limits.check_text(text)
    limits.check_links(who, text)
    limits.check_twice(who, thread, text)
    comment = Comment(thread=thread, parent=_top(thread, parent))
    comment.language = language or (get_language() or "en")[:2]
    comment.unnamed = unnamed and asked_without_name(who, thread)
    _keep(who, comment, text, for_agency=for_agency, files=files, nonce=nonce)
    return comment


@transaction.atomic
def edit(
    who: Standing, comment: Comment, text: str, *, language: str = "", title: str = ""
) -> Comment:
    """Change what one wrote, in time for it; readers see what it said before.

    title: of the discussion, where the comment is its opening.
    """
    thread, comment = locked(comment)
    _allow(permissions.may_edit(who, comment))
    limits.check_text(text, is_opening=comment.is_opening)
    limits.check_links(who, f"{title} {text}")
    is_renamed = comment.is_opening and title not in ("", thread.title)
    if text != comment.text or is_renamed:
        said = [thread.title, comment.text] if is_renamed else [comment.text]
        before = "\n\n".join(said)
        CommentVersion.objects.create(comment=comment, text=before)
        comment.edited_at = timezone.now()
    if is_renamed:
        Thread.objects.filter(pk=thread.pk).update(title=title)
    comment.text = text
    comment.language = language or comment.language
    named = _render(comment)
    comment.save(update_fields=["text", "html", "language", "edited_at"])
    mentions.keep(comment, named)
    object_changed(entry_key(thread))
    return comment


@transaction.atomic
def withdraw(who: Standing, comment: Comment) -> None:
    """Take back what one wrote: the text is gone for everybody, at once."""
    thread, comment = locked(comment)
    if comment.state == Comment.State.WITHDRAWN:
        return
    _allow(permissions.may_withdraw(who, comment))
    comment.text = comment.html = ""
    comment.save(update_fields=["text", "html"])
    comment.versions.all().delete()
    comment.mentions.all().delete()
    talk_files.forget(comment)
    if comment.is_opening:
        thread.tags.clear()
        Thread.objects.filter(pk=thread.pk).update(title="")
    become(thread, comment, Comment.State.WITHDRAWN)


@transaction.atomic
def react(who: Standing, comment: Comment, kind: str, *, on: bool = True) -> bool:
    """Find a comment useful, or have the same question; or not any more.

    The wanted state is told, so a second press changes nothing. Returns what holds.
    """
    if kind not in Reaction.Kind.values:
        raise RefusedError(_("There is nothing like this to say about a comment."))
    if kind == Reaction.Kind.SAME and not _is_question(comment):
        raise RefusedError(_("Only a question can be the same for you."))
    # Numbers follow the rows, one at a time: see `signal_handlers`.
    held = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not on:
        Reaction.objects.filter(comment=comment, by=who.user, kind=kind).delete()
        return False
    _allow(permissions.may_react(who, held))
    Reaction.objects.get_or_create(comment=comment, by=who.user, kind=kind)
    return True


@transaction.atomic
def accept(who: Standing, thread: Thread, comment: Comment | None) -> None:
    """Choose the answer of a question, or (None) take the choice back."""
    thread = _locked_thread(thread)
    opening = Comment.objects.get(thread=thread, is_opening=True)
    _allow(permissions.may_accept(who, thread, opening))
    chosen = None
    if comment is not None:
        chosen = Comment.objects.filter(
            pk=comment.pk,
            thread=thread,
            is_opening=False,
            state=Comment.State.VISIBLE,
        ).first()
        if chosen is None:
            raise RefusedError(_("This comment cannot be the answer."))
    if thread.accepted_id == (chosen.pk if chosen else None):
        return
    thread.accepted = chosen
    thread.accepted_by = who.user if chosen else None
    thread.accepted_at = timezone.now() if chosen else None
    thread.save(update_fields=["accepted", "accepted_by", "accepted_at"])
    object_changed(entry_key(thread))
    if chosen is not None:
        signals.answer_accepted.send(Thread, thread=thread, comment=chosen, by=who.user)


@transaction.atomic
def pause(who: Standing, thread: Thread) -> None:
    """Stop a discussion for a day: who began it may, once in seven days."""
    thread = _locked_thread(thread)
    opening = Comment.objects.get(thread=thread, is_opening=True)
    _allow(permissions.may_ask_for_pause(who, thread, opening))
    since = timezone.now() - PAUSE_AGAIN
    verb = Decision.Verb.PAUSE
    if Decision.objects.filter(thread=thread, verb=verb, at__gt=since).exists():
        raise RefusedError(_("You can ask for a pause once in seven days."))
    thread.paused_until = timezone.now() + PAUSE
    thread.save(update_fields=["paused_until"])
    # Who asked without a name stays without one in the trail.
    by = None if opening.unnamed else who.user
    record(verb, by=by, community=who.community, thread=thread)


@transaction.atomic
def link_twin(who: Standing, thread: Thread, twin: Thread | None) -> None:
    """Say that the same question was asked before, in the same community; or unsay."""
    thread = _locked_thread(thread)
    opening = Comment.objects.get(thread=thread, is_opening=True)
    _allow(permissions.may_link_twin(who, thread, opening))
    if twin is not None:
        if twin.community_id != thread.community_id or twin.pk == thread.pk:
            raise RefusedError(_("Choose another question of this community."))
        if twin.kind != Thread.Kind.QUESTION:
            raise RefusedError(_("Choose another question of this community."))
        # Of three that are the same, two point to the first.
        twin = twin.twin_of if twin.twin_of_id else twin
    if twin is not None and twin.pk == thread.pk:
        raise RefusedError(_("These two are linked already."))
    thread.twin_of = twin
    thread.save(update_fields=["twin_of"])
    if twin is not None:
        Thread.objects.filter(twin_of=thread).update(twin_of=twin)


def asked_without_name(who: Standing, thread: Thread) -> bool:
    """Whether this person began the thread without a name."""
    rows = Comment.objects.filter(thread=thread.pk, is_opening=True, unnamed=True)
    return rows.filter(author=who.user).exists()


def publish(thread: Thread, comment: Comment) -> None:
    """Count a comment and tell of it: it is read by others for the first time."""
    settle(thread, comment, news=True)
    object_changed(entry_key(thread))
    signals.comment_published.send(Comment, comment=comment)


def entry_key(thread: Thread) -> str:
    """The key of a thread in the catalogue."""
    return f"communities.thread:{thread.pk}"


def _keep(
    who: Standing,
    comment: Comment,
    text: str,
    *,
    for_agency: bool,
    files: Sequence[Upload],
    nonce: uuid.UUID | None,
) -> None:
    """Write a new comment with all that belongs to it, and tell of it."""
    comment.author = who.user
    comment.agency = who.user.agency
    comment.text = text
    comment.nonce = nonce or uuid.uuid4()
    stands_for_agency = for_agency and not comment.unnamed
    comment.for_agency = stands_for_agency and permissions.may_speak_for_agency(who)
    waits = _waits(who, text)
    comment.state = Comment.State.WAITING if waits else Comment.State.VISIBLE
    named = _render(comment)
    comment.save()
    mentions.keep(comment, named)
    talk_files.attach(comment, files)
    if not waits:
        publish(comment.thread, comment)


def _render(comment: Comment) -> list[markdown.Named]:
    """Make the HTML of a comment; return whom it names."""
    named = mentions.found(comment.text, mentions.readers_of(comment.thread))
    comment.html = markdown.to_html(comment.text, named)
    return named


def _waits(who: Standing, text: str) -> bool:
    """Whether a moderator reads this person's first contribution before the others.

    In communities that want it; on pages of the hub, where it holds a link.
    """
    if who.is_moderator:
        return False
    if who.community is None:
        return bool(limits.LINK.search(text)) and limits.is_first(who)
    return who.community.reviews_first and limits.is_first(who)


def _written(who: Standing, nonce: uuid.UUID | None) -> Comment | None:
    """What this form has made already; two presses at once come one after the other."""
    if nonce is None or who.user is None:
        return None
    User.objects.select_for_update(no_key=True).get(pk=who.user.pk)
    rows = Comment.objects.filter(nonce=nonce).select_related("thread")
    found = rows.first()
    if found is not None and found.author_id != who.user.pk:
        raise RefusedError(_("This form was used by somebody else: load it again."))
    return found


def _thread_for_writing(who: Standing, thread: Thread) -> Thread:
    """The locked row of the thread; of a page's first comment, a new one."""
    if thread.page_id is None:
        return _locked_thread(thread)
    page = Page.objects.filter(pk=thread.page_id).first()
    rule = rules.of_page_now(page) if page else None
    here = who.community.pk if who.community else 0
    # It may have moved to other readers since the form was opened.
    if rule is None or rule.circle != here:
        raise RefusedError(_("You cannot do this here, or not any more."))
    for_agents = rule.readers == Readers.AGENTS
    if thread.pk is None:
        readers = Readers.AGENTS if for_agents else Readers.EVERYONE
        values = {"kind": Thread.Kind.PAGE, "readers": readers}
        thread, _new = Thread.objects.get_or_create(page=page, defaults=values)
    found = _locked_thread(thread)
    _allow(found.page_id == thread.page_id)
    # From this comment on it is for these alone, whatever comes later.
    if for_agents:
        found.readers = Readers.AGENTS
    if here:
        found.circle_id = here
    found.save(update_fields=["readers", "circle"])
    return found


def _locked_thread(thread: Thread) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread.pk)


def _top(thread: Thread, parent: Comment | None) -> Comment | None:
    """The comment of the first level below which a reply stands."""
    if parent is None or parent.is_opening:
        return None
    if parent.thread_id != thread.pk:
        raise RefusedError(_("The comment you reply to is not here any more."))
    return parent.parent or parent


def _is_question(comment: Comment) -> bool:
    return comment.is_opening and comment.thread.kind == Thread.Kind.QUESTION


def _archived(who: Standing) -> bool:
    return who.community is not None and who.community.is_archived


def _allow(may: bool) -> None:
    if not may:
        raise RefusedError(_("You cannot do this here, or not any more."))
