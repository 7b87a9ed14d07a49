"""What a notice says: a sentence before the title of what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Comment, Notice, Thread

Kind = Notice.Kind

ICONS: Mapping[str, str] = {
    Kind.MENTION: "at-sign",
    Kind.REPLY: "reply",
    Kind.ANSWER: "circle-check",
    Kind.TALK: "messages-square",
    Kind.PAGE: "file-plus",
    Kind.MODERATION: "shield",
    Kind.TASK: "gavel",
    Kind.MEMBER: "users",
    Kind.PORTAL: "megaphone",
}


def name_of(comment: Comment | None) -> str:
    """Who wrote a comment, as its readers may know it."""
    on_page = comment is not None and comment.thread.page_id is not None
    if comment is not None and comment.unnamed:
        return _("An agent") if on_page else _("A member")
    author = comment.author if comment else None
    if author is None:
        return _("A former agent") if on_page else _("A former member")
    return author.get_full_name()


def sentence_of(rows: Sequence[Notice]) -> str:
    """The words of one line; several rows of one thread are counted."""
    row = rows[0]
    if row.kind in (Kind.REPLY, Kind.TALK):
        # Once there are replies, nobody counts the opening.
        replies = [each for each in rows if each.verb != "new"] or rows
        return _of_talk(replies[0], len(replies))
    if row.kind == Kind.TASK:
        return _of_task(row, len(rows))
    if row.kind == Kind.PAGE and row.verb == "search":
        many = int(row.data.get("many", 1))
        said = ngettext(
            "%(n)d new result for your saved search",
            "%(n)d new results for your saved search",
            many,
        )
        return said % {"n": many}
    if row.kind == Kind.MENTION:
        return _("%(name)s mentions you in") % {"name": name_of(row.comment)}
    said = _fixed().get((row.kind, row.verb)) or _fixed().get((row.kind, ""), "")
    return said % _values(row)


def _of_talk(row: Notice, many: int) -> str:
    if row.verb == "new" and many == 1:
        is_question = row.thread and row.thread.kind == Thread.Kind.QUESTION
        return _("New question:") if is_question else _("New discussion:")
    if row.verb == "answered" and many == 1:
        return _("There is an answer to")
    on_page = row.thread is not None and row.thread.page_id is not None
    if many > 1:
        if on_page:
            said = ngettext("%(n)d new comment on", "%(n)d new comments on", many)
        else:
            said = ngettext("%(n)d new reply in", "%(n)d new replies in", many)
        return said % {"n": many}
    values = {"name": name_of(row.comment)}
    return {
        "question": _("%(name)s replies to your question"),
        "own-page": _("%(name)s comments on your page"),
        "page": _("%(name)s comments on"),
        "follow": _("%(name)s replies in"),
    }.get(row.verb, _("%(name)s replies to you in")) % values


def _of_task(row: Notice, many: int) -> str:
    if row.thread_id is not None:
        return _of_task_on_page(row, many)
    said = {
        "join": ngettext("%(n)d person asks to join", "%(n)d people ask to join", many),
        "report": ngettext(
            "%(n)d comment was reported in", "%(n)d comments were reported in", many
        ),
        "appeal": ngettext(
            "%(n)d author asks you to look again in",
            "%(n)d authors ask you to look again in",
            many,
        ),
        "waiting": ngettext(
            "%(n)d contribution waits for a moderator in",
            "%(n)d contributions wait for a moderator in",
            many,
        ),
        "assigned": ngettext(
            "%(n)d thing is yours to look at in",
            "%(n)d things are yours to look at in",
            many,
        ),
        "pause": ngettext(
            "%(n)d discussion was paused by its author in",
            "%(n)d discussions were paused by their authors in",
            many,
        ),
    }
    return said.get(row.verb, _("Something waits for you in")) % {"n": many}


def _of_task_on_page(row: Notice, many: int) -> str:
    said = {
        "report": ngettext(
            "%(n)d comment was reported on", "%(n)d comments were reported on", many
        ),
        "appeal": ngettext(
            "%(n)d author asks you to look again at a decision on",
            "%(n)d authors ask you to look again at decisions on",
            many,
        ),
        "waiting": ngettext(
            "%(n)d comment waits for a moderator on",
            "%(n)d comments wait for a moderator on",
            many,
        ),
    }
    return said.get(row.verb, _("Something waits for you on")) % {"n": many}


def _fixed() -> Mapping[tuple[str, str], str]:
    return {
        (Kind.ANSWER, "mine"): _("Your question has an accepted answer:"),
        (Kind.ANSWER, ""): _("Your answer was accepted:"),
        (Kind.PAGE, "translation"): _("A page that you follow has a translation:"),
        (Kind.PAGE, ""): _("New:"),
        (Kind.MODERATION, "hide"): _("Your comment was hidden in"),
        (Kind.MODERATION, "show"): _("Your comment is shown again in"),
        (Kind.MODERATION, "remove"): _("Your comment was removed from"),
        (Kind.MODERATION, "approve"): _("Your comment was released in"),
        (Kind.MODERATION, "lock"): _("Your discussion was locked:"),
        (Kind.MODERATION, "unlock"): _("Your discussion is open again:"),
        (Kind.MODERATION, "move"): _("Your discussion was moved:"),
        (Kind.MODERATION, "mute"): _("You read and do not write for a while in"),
        (Kind.MODERATION, "unmute"): _("You may write again in"),
        (Kind.MODERATION, "suspend"): _("The moderators closed it to you:"),
        (Kind.MODERATION, "reinstate"): _("It is open to you again:"),
        (Kind.MODERATION, "upheld"): _("The decision on your comment stands:"),
        (Kind.MODERATION, "granted"): _("The decision on your comment was undone:"),
        (Kind.MEMBER, "let-in"): _("You are a member now:"),
        (Kind.MEMBER, "decline"): _("You cannot join for now:"),
        (Kind.MEMBER, "put-out"): _("Your membership has ended:"),
        (Kind.MEMBER, "role"): _("Your role has changed in"),
        (Kind.MEMBER, "invite"): _("You are invited to"),
        (Kind.MEMBER, "offer"): _("You are asked to take a role in"),
        (Kind.MEMBER, "no-owner"): _("Nobody owns it any more; the hub is told:"),
        (Kind.MEMBER, "accepted"): _("The community that you proposed exists:"),
        (Kind.MEMBER, "declined"): _("There will be no community for now:"),
        (Kind.PORTAL, "consent"): _("May what you wrote stand on the portal?"),
        (Kind.PORTAL, "taken"): _("It stands on the portal now:"),
        (Kind.PORTAL, "declined"): _("The editors did not take it over:"),
    }


def _values(row: Notice) -> dict[str, Any]:
    return {"name": name_of(row.comment)} if row.comment_id else {}
