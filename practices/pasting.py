"""Text from a word processor as blocks: headings, lists, tables and links stay."""

from __future__ import annotations

import re
import uuid
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag

from practices.importing.html import ATTRIBUTES
from practices.importing.markdown import as_blocks
from practices.importing.pieces import Heading, Piece, html_pieces

MAX_LENGTH = 2_000_000
TAGS = {
    *("a", "b", "blockquote", "br", "code", "em", "figcaption", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "i", "li", "ol", "p", "pre", "strong", "sub", "sup", "table"),
    *("caption", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "div", "span"),
}
LINKS = {"a": {"href"}, "td": ATTRIBUTES["td"], "th": ATTRIBUTES["th"]}
# What Word and other editors say by styles is read before they go.
STYLES = {**LINKS, **{tag: {"style"} for tag in ("p", "b", "strong", "span")}}
# Word's lists are paragraphs: "·  text" or "1.  text" with a level in the style.
WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
NUMBER = r"\(?(?:\d+|[a-z]|[ivx]+)[.)]"
WORD_MARK = re.compile(rf"^\s*(?:[·•▪o§–-]|{NUMBER})\s+", re.IGNORECASE)
WORD_NUMBER = re.compile(rf"^\s*{NUMBER}\s", re.IGNORECASE)
FONT_WEIGHT = re.compile(r"font-weight:(\w+)")
BOLD = frozenset(("bold", "bolder", "600", "700", "800", "900"))
# Deeper markup is no text, and takes for ever to walk through.
DEEPEST_TAG = 100
# Word's lists go nine levels deep.
DEEPEST_LIST = 9


class TooMuchText(Exception):
    """More was pasted than one text can hold."""


class Unreadable(Exception):
    """What was pasted is no text of a word processor: it is nested too deep."""


def blocks_of(html: str) -> list[dict[str, Any]]:
    """The blocks of a text for pasted HTML; what is unsafe or unknown is left out."""
    if len(html) > MAX_LENGTH:
        raise TooMuchText
    soup = BeautifulSoup(_clean(html, STYLES), "html.parser")
    if _depth(soup) > DEEPEST_TAG:
        raise Unreadable
    for change in (_make_lists, _make_headings_of_tables, _make_bold):
        change(soup)
    pieces = html_pieces(_clean(str(soup), LINKS))
    return as_blocks(_levelled(pieces), uuid.uuid4().hex, sections=False)


def flat(blocks: list[dict[str, Any]]) -> str:
    """Blocks as rich text, for fields that hold no tables: their rows as lines."""
    return "".join(map(_flat, blocks))


def _flat(block: dict[str, Any]) -> str:
    value = block["value"]
    if block["type"] == "paragraph":
        return str(value)
    if block["type"] == "table":
        rows = [[column["heading"] for column in value["table"]["columns"]]]
        rows += [row["values"] for row in value["table"]["rows"]]
        lines = [" · ".join(filter(None, map(_line, row))) for row in rows]
        return "".join(f"<p>{line}</p>" for line in lines if line)
    texts = [str(text) for text in value.values() if isinstance(text, str) and text]
    return "".join(f"<p>{_line(text)}</p>" for text in texts)


def _line(html: str) -> str:
    return nh3.clean(html, tags={"a", "b", "i", "code"}, link_rel=None).strip()


def _clean(html: str, attributes: dict[str, set[str]]) -> str:
    """Well-formed HTML of what is known, in time that grows with the text alone."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=attributes,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _depth(soup: BeautifulSoup) -> int:
    """How many tags stand in one another at most."""
    depths: dict[int, int] = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths[id(tag.parent)] + 1
    return max(depths.values())


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """Headings one after another from the top level of the paste down."""
    top = min((p.level for p in pieces if isinstance(p, Heading)), default=1)
    return [
        Heading(p.level - top + 1, p.html) if isinstance(p, Heading) else p
        for p in pieces
    ]


def _make_bold(soup: BeautifulSoup) -> None:
    """Styles as tags; some editors wrap the whole text in a bold that is none."""
    for tag in soup.find_all(["b", "strong", "span"]):
        style = str(tag.get("style", "")).replace(" ", "").lower()
        weight = FONT_WEIGHT.search(style)
        if weight and tag.name == "span" and weight[1] in BOLD:
            tag.name = "b"
        elif weight and tag.name != "span" and weight[1] not in BOLD:
            tag.name = "span"
        elif tag.name == "span" and "font-style:italic" in style:
            tag.name = "i"


def _make_headings_of_tables(soup: BeautifulSoup) -> None:
    """Word knows no heading cells: a first row that is all bold is one."""
    for table in soup.find_all("table"):
        row = table.find("tr")
        cells = row.find_all(["td", "th"]) if row else []
        if cells and all(map(_is_bold, cells)):
            for cell in cells:
                cell.name = "th"


def _is_bold(cell: Tag) -> bool:
    bold = "".join(each.get_text() for each in cell.find_all(["b", "strong"]))
    return bool(bold.strip()) and bold.split() == cell.get_text().split()


def _make_lists(soup: BeautifulSoup) -> None:
    """Word's paragraphs that look like lists as lists."""
    open_lists: list[Tag] = []
    last: Tag | None = None
    for paragraph in soup.find_all("p"):
        found = WORD_LIST.search(str(paragraph.get("style", "")))
        if not found:
            open_lists, last = [], None
            continue
        if last is not None and _next_tag(last) is not paragraph:
            open_lists = []
        last = _add_item(soup, paragraph, _level(found[1]), open_lists)


def _level(digits: str) -> int:
    return min(max(int(digits[:3]), 1), DEEPEST_LIST)


def _next_tag(tag: Tag) -> Any:
    return tag.find_next_sibling()


def _add_item(
    soup: BeautifulSoup, paragraph: Tag, level: int, open_lists: list[Tag]
) -> Tag:
    """Move a paragraph into the list of its level; return the outermost list."""
    text = paragraph.get_text()
    del open_lists[level:]
    while len(open_lists) < level:
        made = soup.new_tag("ol" if WORD_NUMBER.match(text) else "ul")
        if open_lists:
            items = open_lists[-1].find_all("li", recursive=False)
            (items[-1] if items else open_lists[-1]).append(made)
        else:
            paragraph.insert_before(made)
        open_lists.append(made)
    _drop_mark(paragraph)
    item = soup.new_tag("li")
    item.extend(list(paragraph.contents))
    open_lists[-1].append(item)
    paragraph.decompose()
    return open_lists[0]


def _drop_mark(paragraph: Tag) -> None:
    """Take away the bullet or number that Word writes as text."""
    ignored = paragraph.find(style=re.compile("mso-list:\\s*Ignore", re.IGNORECASE))
    if isinstance(ignored, Tag):
        ignored.decompose()
        return
    first = paragraph.find(string=True)
    if first is not None:
        first.replace_with(WORD_MARK.sub("", str(first), count=1))
