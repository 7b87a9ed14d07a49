"""The inline part of rich text, as Wagtail stores it."""

import re
from collections.abc import Iterable
from html import escape

from bs4 import NavigableString, PageElement, Tag

from practices.importing.links import absolute_link

KEPT = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "cite": "i",
    "dfn": "i",
    "var": "i",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sup": "sup",
    "sub": "sub",
}
BREAKS = re.compile(r"\s*<br/>\s*")
OUTER_BREAKS = re.compile(r"^(?:<br/>|\s)+|(?:<br/>|\s)+$")
ANY_TAG = re.compile(r"<[^>]*>")
BOLD_MARK = re.compile(r"\*\*|(?<![\w/])__(?=\S)|(?<=\S)__(?![\w/])")
SPACED_ITALIC = re.compile(r"(?<![\w*])\*([^\s*<>][^*<>]*?)\s+\*(?![\w*])[ ]?")
SPACED_DASH = re.compile(r"(?<=\s)---?(?=\s)")
LEADING_ITALIC = re.compile(r"(^|<br/>)\*\s+([^*<>]{1,150}?)\s*\*(?!\w)")
DASH_LINE = re.compile(r"^((?:</?[bi]>)*)[-–•*][ \xa0]+(?=\S)")
RULE_LINE = re.compile(r"[-_*=]{3,}")
ARROW_LINE = re.compile(r"^((?:<[^>]+>)*)&gt;\s+")


def inline_html(nodes: Iterable[PageElement], base: str) -> str:
    """Return rich text for inline nodes, trimmed, pictures left out."""
    html = "".join(_node_html(node, base) for node in nodes)
    html = OUTER_BREAKS.sub("", BREAKS.sub("<br/>", html))
    return _mend(html)


def paragraph_html(html: str) -> str:
    """Return one paragraph, or more where its lines are a list written by hand."""
    result = ""
    lines: list[str] = []
    for line in html.split("<br/>"):
        line = ARROW_LINE.sub(r"\1→ ", line)
        if RULE_LINE.fullmatch(line):
            continue
        if DASH_LINE.match(line) and _is_balanced(line):
            item = DASH_LINE.sub(r"\1", line)
            result += _paragraph(lines) + f"<ul><li>{item}</li></ul>"
            lines = []
        else:
            lines.append(dotted(line))
    return result + _paragraph(lines)


def dotted(line: str) -> str:
    """Put a bullet for a hyphen that starts a line where no list can stand."""
    return DASH_LINE.sub(r"\1• ", line)


def _paragraph(lines: list[str]) -> str:
    text = "<br/>".join(lines)
    return f"<p>{text}</p>" if plain(text) else ""


def plain(html: str) -> str:
    """Return the text of rich text on one line."""
    text = ANY_TAG.sub(" " if "<br" in html or "<p" in html else "", html)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return " ".join(text.split())


def _node_html(node: PageElement, base: str) -> str:
    if isinstance(node, NavigableString):
        return escape(re.sub(r"[ \t\r\n]+", " ", str(node)), quote=False)
    if not isinstance(node, Tag) or node.name == "img":
        return ""
    if node.name == "br":
        return "<br/>"
    inner = "".join(_node_html(child, base) for child in node.children)
    if node.name == "a":
        return _link(node, inner, base)
    if node.name == "q":
        return f"“{inner}”"
    if node.name == "abbr":
        return _abbreviation(node, inner)
    if node.name in {"p", "div"}:
        return f"{inner}<br/>"
    return _styled(KEPT.get(node.name, ""), inner)


def _link(node: Tag, inner: str, base: str) -> str:
    target = absolute_link(str(node.get("href", "")), base)
    if target is None or not plain(inner):
        return inner
    return f'<a href="{escape(target)}">{inner}</a>'


def _abbreviation(node: Tag, inner: str) -> str:
    title = str(node.get("title", "")).strip()
    return f"{inner} ({escape(title, quote=False)})" if title else inner


def _styled(name: str, inner: str) -> str:
    """Wrap in a style, blanks kept outside: editors drop styled blanks."""
    text = inner.strip()
    if not name or not text:
        return inner
    start = inner.index(text)
    before, after = inner[:start], inner[start + len(text) :]
    return f"{before}<{name}>{text}</{name}>{after}"


def _mend(html: str) -> str:
    """Make bold what CommonMark refused (``**« mot »**suite``), or drop the marks."""
    parts = re.split(r"(<code>.*?</code>)", html)
    return "".join(
        part if part.startswith("<code>") else _mended(part) for part in parts
    )


def _mended(html: str) -> str:
    html = SPACED_ITALIC.sub(r"<i>\1</i> ", html).replace("`", "")
    html = SPACED_DASH.sub("–", html)
    html = LEADING_ITALIC.sub(r"\1<i>\2</i>", html)
    pieces = BOLD_MARK.split(html)
    result = pieces[0]
    for index, piece in enumerate(pieces[1:], start=1):
        closed = index % 2 == 1 and index < len(pieces) - 1
        result += _styled("b", piece) if closed and _is_balanced(piece) else piece
    return result


def _is_balanced(html: str) -> bool:
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*?(?<!/)>", html):
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags
