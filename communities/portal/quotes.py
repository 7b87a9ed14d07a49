"""What was said in a discussion as the text of a page.

Each passage says who said it, as its author agreed. What others said inside it is left
out: passages that it quotes, people whom it names, and ways into communities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import nh3
from django.conf import settings
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from communities.models import Comment, Consent, Nomination
from communities.talk.markdown import without_names
from practices.models import CasePage, GuidePage
from vocabulary.labels import pick

Block = tuple[str, Any]

AGREED = (Consent.Answer.NAMED, Consent.Answer.UNNAMED)
KINDS: dict[str, Any] = {"guide": GuidePage, "case": CasePage}
TAGS = frozenset(("a", "b", "br", "code", "i", "li", "ol", "p", "ul"))
QUOTED = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.S)
CODE = re.compile(r"<pre>(.*?)</pre>", re.S)
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
INSIDE = re.compile(r"(?<![\w.])/communities/[^\s<>\"]*", re.I)
RENAMED = (
    *(("<em>", "<i>"), ("</em>", "</i>")),
    *(("<strong>", "<b>"), ("</strong>", "</b>")),
)


@dataclass(frozen=True)
class Passage:
    """Something that may be quoted. name, agency: "" where the author wants no name."""

    comment: Comment
    name: str
    agency: str

    @property
    def is_opening(self) -> bool:
        """Whether it is the question."""
        return self.comment.is_opening


def passages(nomination: Nomination, language: str) -> list[Passage]:
    """What of a proposed discussion may be quoted now, in its order: one query.

    Visible, and agreed to by its author, who still has an account.
    """
    rows = Consent.objects.filter(
        nomination=nomination,
        answer__in=AGREED,
        comment__state=Comment.State.VISIBLE,
        comment__thread=nomination.thread_id,
        comment__author__isnull=False,
    ).select_related("comment__author", "comment__agency")
    return [_passage(row, language) for row in rows.order_by("comment")]


def answer_in(found: Sequence[Passage], nomination: Nomination) -> Passage | None:
    """The accepted answer, when it may be quoted."""
    thread = nomination.thread
    accepted = thread.accepted_id if thread else None
    return next((each for each in found if each.comment.pk == accepted), None)


def body_of(kind: str, nomination: Nomination, language: str) -> dict[str, Any]:
    """The fields of a new guide or case that hold what may be quoted."""
    found = passages(nomination, language)
    answered = answer_in(found, nomination)
    question = [each for each in found if each.is_opening]
    answer = [answered] if answered else []
    others = [each for each in found if each not in (*question, *answer)]
    with override(language):
        headed = (
            (_("The question"), question),
            (_("The answer"), answer),
            (_("From the discussion"), others),
        )
        if kind == "case":
            solution = [*_blocks(answer), *_blocks(others)]
            return {"problem": list(_blocks(question)), "solution": solution}
        return {
            "body": [
                block
                for heading, some in headed
                if some
                for block in (("section", {"title": heading}), *_blocks(some))
            ]
        }


def text_of(html: str) -> list[Block]:
    """The blocks of one passage, without what is not its author's own."""
    own = html
    while QUOTED.search(own):
        own = QUOTED.sub("", own)
    own = own.replace(f"{settings.BASE_URL.rstrip('/')}/communities/", "/communities/")
    own = LINK.sub(_link, without_names(own))
    own = INSIDE.sub(escape(_("(address left out)")), own)
    for before, after in RENAMED:
        own = own.replace(before, after)
    blocks: list[Block] = []
    for number, part in enumerate(CODE.split(own)):
        if number % 2:
            code = unescape(strip_tags(part)).strip("\n")
            blocks.append(("code", {"language": "", "code": code}))
        elif says := _clean(part):
            blocks.append(("paragraph", says))
    return blocks


def _clean(html: str) -> str:
    cleaned = nh3.clean(
        html, tags=set(TAGS), attributes={"a": {"href"}}, link_rel=None
    ).strip()
    return cleaned if strip_tags(cleaned).strip() else ""


def _link(found: re.Match[str]) -> str:
    """A link of a passage; one into a community is its words alone."""
    address, words = found.groups()
    return words if address.startswith("/communities/") else found[0]


def _blocks(some: Iterable[Passage]) -> Iterator[Block]:
    for each in some:
        yield from text_of(each.comment.html)
        yield "paragraph", f"<p><i>{escape(who_said(each))}</i></p>"


def who_said(passage: Passage) -> str:
    """The line below a passage."""
    if passage.name:
        words = {"name": passage.name, "agency": passage.agency}
        if not passage.agency:
            return _("Said by %(name)s") % words
        return _("Said by %(name)s, %(agency)s") % words
    if passage.agency:
        return _("Said for %(agency)s") % {"agency": passage.agency}
    return _("Said by an agent")


def _passage(consent: Consent, language: str) -> Passage:
    comment = consent.comment
    if comment is None:
        raise ValueError(consent)
    named = consent.answer == Consent.Answer.NAMED and not comment.unnamed
    if not named or comment.author is None:
        return Passage(comment, "", "")
    names = comment.agency.names if comment.agency else {}
    agency = pick(names, language)[0] if names else ""
    name = "" if comment.for_agency and agency else comment.author.get_full_name()
    return Passage(comment, name, agency)
