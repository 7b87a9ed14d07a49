"""What people type becomes HTML: a small part of Markdown, and nothing that harms.

No raw HTML, no pictures from elsewhere, no tables. What Markdown-it makes is cleaned
once more, so that a fault in it opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import nh3
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# No text of a form is longer; what is, is not read as Markdown.
LONGEST = 12_000
# Quotes in lists in quotes: deeper ones are text.
DEEPEST = 12
PEOPLE = "people"
LINKS = re.compile(r"(?:https?://|mailto:|/(?!/))", re.I)
RELATION = "nofollow ugc noopener"
TAGS = frozenset(
    ("a", "b", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre")
) | {"strong", "ul"}
MENTION = re.compile(r'<(a|b) class="mention"[^>]*>@[^<]*</\1>')
BLANKS = re.compile(r"\s+")
BREAKS = re.compile(r"(?=<(?:p|li|br|pre|blockquote)\b)")
RULES = (
    *("normalize", "block", "inline", "linkify", "text_join", "paragraph"),
    *("blockquote", "code", "fence", "heading", "hr", "list", "autolink"),
    *("backticks", "balance_pairs", "emphasis", "entity", "escape"),
    *("fragments_join", "link", "newline", "text"),
)


@dataclass(frozen=True)
class Named:
    """Somebody who is named in a text, as it is written there: "@Ann Moor".

    url: the person's page, "" where there is none to read.
    """

    number: int
    words: str
    url: str = ""

    def found_at(self, text: str, start: int) -> bool:
        """Whether these words stand here, and end where a word ends."""
        end = start + len(self.words)
        if text[start:end].casefold() != self.words.casefold():
            return False
        return not text[end : end + 1].isalnum()


def to_html(text: str, mentions: Sequence[Named] = ()) -> str:
    """The HTML of a text; people who are named in it become links to their pages."""
    shortened = text.replace("\0", "")[:LONGEST]
    people = sorted(mentions, key=lambda each: -len(each.words))
    html: str = MAKER.render(shortened, {PEOPLE: people})
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        allowed_classes={"a": {"mention"}, "b": {"mention"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=RELATION,
    ).strip()


def without_names(html: str) -> str:
    """The same for strangers, who read no names of agents."""
    return MENTION.sub(escape(_("@an agent")), html)


def plain(html: str, *, is_named: bool = True) -> str:
    """The words of a comment in one line, for search, mails and previews."""
    told = html if is_named else without_names(html)
    return BLANKS.sub(" ", unescape(strip_tags(BREAKS.sub(" ", told)))).strip()


def _valid_link(url: str) -> bool:
    return LINKS.match(url.strip()) is not None


def _mention(state: StateInline, silent: bool) -> bool:
    """The rule for "@": a link to whoever is named here."""
    start = state.pos
    if state.src[start] != "@" or state.linkLevel > 0:
        return False
    if start and (state.src[start - 1].isalnum() or state.src[start - 1] in "._-/"):
        return False
    people: Sequence[Named] = state.env.get(PEOPLE, ())
    named = next((who for who in people if who.found_at(state.src, start + 1)), None)
    if named is None:
        return False
    end = start + 1 + len(named.words)
    if not silent:
        tag = "a" if named.url else "b"
        attrs: dict[str, str | int | float] = {"class": "mention"}
        if named.url:
            attrs["href"] = named.url
        state.push("mention_open", tag, 1).attrs = attrs
        state.push("text", "", 0).content = state.src[start:end]
        state.push("mention_close", tag, -1)
    state.pos = end
    return True


def _heading(
    self: RendererHTML,
    tokens: Sequence[Token],
    number: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """A comment is a part of a page and has no headings of its own: a bold line."""
    is_start = tokens[number].nesting == 1
    return "<p><strong>" if is_start else "</strong></p>\n"


def _maker() -> MarkdownIt:
    options = {"maxNesting": DEEPEST, "linkify": True, "breaks": True, "html": False}
    maker = MarkdownIt("zero", options).enable(list(RULES))
    if maker.linkify is not None:
        maker.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    maker.inline.ruler.before("linkify", "mention", _mention)
    # In place of the method: a link that is not valid stays text.
    checked: Any = maker
    checked.validateLink = _valid_link
    maker.add_render_rule("heading_open", _heading)
    maker.add_render_rule("heading_close", _heading)
    return maker


MAKER = _maker()
