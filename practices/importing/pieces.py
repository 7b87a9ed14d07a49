"""Read a tree of HTML as a flat row of headings, flowing text and special blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, takewhile
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from practices.importing.html import INLINE_TAGS, to_html
from practices.importing.inline import inline_html, paragraph_html, plain
from practices.importing.links import absolute_link
from practices.importing.tables import table_value

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
IMAGE_FILE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)(?:$|[?#])", re.IGNORECASE)
# What cannot stand inside a list of rich text and splits it.
SPLITS_LIST = ["pre", "table", "blockquote", "img", "figure", "iframe", "video"]
CALLOUT_KINDS = {
    "attention": "warning",
    "caution": "warning",
    "danger": "warning",
    "failure": "warning",
    "hint": "tip",
    "important": "warning",
    "law": "legal",
    "legal": "legal",
    "success": "tip",
    "tip": "tip",
    "warning": "warning",
}
SOURCE_LINE = re.compile(r"^\s*(?:—|–|--+|―)\s*(?=\S)")
ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
LANGUAGE_CLASS = re.compile(r"language-(\S+)")


@dataclass(frozen=True)
class Heading:
    """A heading with its level in the source."""

    level: int
    html: str

    @property
    def text(self) -> str:
        """The heading without its links and styles."""
        return plain(self.html)


@dataclass(frozen=True)
class Flow:
    """Rich text: paragraphs or one list."""

    html: str


@dataclass(frozen=True)
class Special:
    """A block other than a paragraph."""

    type: str
    value: dict[str, Any]


Piece = Heading | Flow | Special


def read_pieces(markdown: str, base: str) -> list[Piece]:
    """Return the pieces of a Markdown text, links resolved against `base`."""
    return html_pieces(to_html(markdown), base)


def html_pieces(html: str, base: str = "") -> list[Piece]:
    """Return the pieces of clean HTML."""
    return list(_Reader(base).children(BeautifulSoup(html, "html.parser")))


@dataclass
class _Reader:
    base: str
    nested: bool = field(default=False)

    def children(self, parent: Tag) -> Iterator[Piece]:
        """Yield the pieces inside an element; loose text makes paragraphs."""
        loose: list[PageElement] = []
        for child in parent.children:
            if _is_inline(child):
                loose.append(child)
                continue
            yield from self.paragraph(loose)
            loose = []
            if isinstance(child, Tag):
                yield from self.element(child)
        yield from self.paragraph(loose)

    def element(self, tag: Tag) -> Iterator[Piece]:
        """Yield the pieces of one block element."""
        if tag.name in HEADINGS:
            yield from self.heading(tag)
        elif tag.name == "p":
            yield from self.paragraph(list(tag.children))
        elif tag.name in {"ul", "ol"}:
            yield from self.listing(tag)
        elif tag.name == "div" and "admonition" in _classes(tag):
            yield from self.admonition(tag)
        elif reader := getattr(self, f"{tag.name}_element", None):
            yield from reader(tag)
        elif any(_is_block(child) for child in tag.children):
            yield from self.children(tag)
        else:
            yield from self.paragraph(list(tag.children))

    def paragraph(self, nodes: list[PageElement]) -> Iterator[Piece]:
        """Yield a paragraph, then the pictures that stood in it."""
        if any(isinstance(node, Tag) and _is_block(node, True) for node in nodes):
            for node in nodes:
                if isinstance(node, Tag) and _is_block(node, True):
                    yield from self.children(node)
                else:
                    yield from self.paragraph([node])
            return
        html = inline_html(nodes, self.base)
        if text := paragraph_html(html):
            yield Flow(text)
        yield from self.pictures(nodes)

    def pictures(self, nodes: list[PageElement], caption: str = "") -> Iterator[Piece]:
        """Yield the pictures among and inside the nodes."""
        for node in nodes:
            if isinstance(node, Tag):
                images = [node] if node.name == "img" else node.find_all("img")
                for image in images:
                    yield from self.picture(image, caption)

    def picture(self, image: Tag, caption: str) -> Iterator[Piece]:
        """Yield a picture block, with the link around it if it leads elsewhere."""
        source = absolute_link(str(image.get("src", "")), self.base)
        alt = " ".join(str(image.get("alt", "")).split())
        caption = caption or " ".join(str(image.get("title", "")).split())
        if source is None:
            if alt:
                yield Flow(f"<p>{inline_html([NavigableString(alt)], '')}</p>")
            return
        value = {
            "image": None,
            "source_url": source,
            "alt": alt,
            "decorative": not alt,
            "caption": caption,
        }
        yield Special("picture", value)
        link = image.find_parent("a")
        if isinstance(link, Tag) and not plain(inline_html(link.children, "")):
            target = absolute_link(str(link.get("href", "")), self.base)
            if target and target != source and not IMAGE_FILE.search(target):
                label = inline_html([NavigableString(caption or alt or target)], "")
                target = target.replace("&", "&amp;").replace('"', "&quot;")
                yield Flow(f'<p><a href="{target}">{label}</a></p>')

    def heading(self, tag: Tag) -> Iterator[Piece]:
        """Yield a heading; inside a list or a callout it is a line in bold."""
        html = inline_html(tag.children, self.base)
        html = re.sub(r"</?[bi]>", "", html).replace("<br/>", " ")
        if plain(html):
            if self.nested:
                yield Flow(f"<p><b>{html}</b></p>")
            else:
                yield Heading(HEADINGS[tag.name], html)
        yield from self.pictures(list(tag.children))

    def pre_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield a code block."""
        code = tag.find("code")
        source = code if isinstance(code, Tag) else tag
        language = LANGUAGE_CLASS.search(" ".join(_classes(source)))
        text = source.get_text().strip("\n")
        if text.strip():
            value = {"language": language[1] if language else "", "code": text}
            yield Special("code", value)

    def table_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield a table block, then the pictures of its cells."""
        value = table_value(tag, self.base)
        if value:
            yield Special("table", value)
        yield from self.pictures([tag])

    def blockquote_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield a quote, or a callout where the text has links or lists."""
        pieces = list(_Reader(self.base, nested=True).children(tag))
        flows = [piece for piece in pieces if isinstance(piece, Flow)]
        rich = any(
            mark in flow.html
            for flow in flows
            for mark in ("<a ", "<ul", "<ol", "<code")
        )
        if flows and rich:
            yield _callout("info", "", "".join(flow.html for flow in flows))
        elif flows:
            lines = [plain(flow.html) for flow in flows]
            has_source = len(lines) > 1 and SOURCE_LINE.match(lines[-1])
            source = SOURCE_LINE.sub("", lines.pop()) if has_source else ""
            value = {"text": "\n\n".join(lines), "source": source}
            yield Special("quote", value)
        yield from (piece for piece in pieces if not isinstance(piece, Flow))

    def admonition(self, tag: Tag) -> Iterator[Piece]:
        """Yield a callout, then what cannot stand inside one."""
        heading = tag.find(class_="admonition-title", recursive=False)
        title = ""
        if isinstance(heading, Tag):
            title = plain(inline_html(heading.extract().children, self.base))
        kind = next((k for c in _classes(tag) if (k := CALLOUT_KINDS.get(c))), "info")
        yield from self.boxed(kind, title, tag)

    def details_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield a folded part as a callout under its summary."""
        summary = tag.find("summary", recursive=False)
        title = ""
        if isinstance(summary, Tag):
            title = plain(inline_html(summary.extract().children, self.base))
        yield from self.boxed("info", title, tag)

    def boxed(self, kind: str, title: str, tag: Tag) -> Iterator[Piece]:
        """Yield a callout around the leading text of an element, then its rest."""
        pieces = list(_Reader(self.base, nested=True).children(tag))
        leading = "".join(
            piece.html
            for piece in takewhile(lambda piece: isinstance(piece, Flow), pieces)
            if isinstance(piece, Flow)
        )
        if leading:
            yield _callout(kind, title, leading)
        elif title:
            yield Flow(f"<p><b>{inline_html([NavigableString(title)], '')}</b></p>")
        yield from dropwhile(lambda piece: isinstance(piece, Flow), pieces)

    def figure_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield the pictures of a figure under its caption, or just its content."""
        caption = tag.find("figcaption")
        if not isinstance(caption, Tag) or tag.find("img") is None:
            yield from self.children(tag)
            return
        html = inline_html(caption.extract().children, self.base)
        yield from self.pictures([tag], plain(html))
        if "<a " in html:
            yield Flow(f"<p>{html}</p>")
        text = inline_html(tag.children, self.base)
        if plain(text):
            yield Flow(f"<p>{text}</p>")

    def iframe_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield a link to what another site would show in a frame."""
        target = absolute_link(str(tag.get("src", "")), self.base)
        if target:
            label = str(tag.get("title", "")).strip() or target
            text = inline_html([NavigableString(label)], "")
            target = target.replace("&", "&amp;").replace('"', "&quot;")
            yield Flow(f'<p><a href="{target}">{text}</a></p>')

    def dl_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield terms in bold, each before its description."""
        for child in tag.find_all(["dt", "dd"], recursive=False):
            if child.name == "dd":
                yield from self.children(child)
            elif plain(html := inline_html(child.children, self.base)):
                yield Flow(f"<p><b>{html}</b></p>")

    def hr_element(self, tag: Tag) -> Iterator[Piece]:
        """Yield nothing: headings and blocks divide the page."""
        yield from ()

    def listing(self, tag: Tag) -> Iterator[Piece]:
        """Yield a list as rich text, a checklist, or split by what it holds."""
        items = list(tag.find_all("li", recursive=False))
        if items and all("task-list-item" in _classes(item) for item in items):
            yield from self.checklist(items)
            return
        start = str(tag.get("start", "1"))
        numbered = tag.name == "ol"
        splits = tag.find(SPLITS_LIST) or tag.find(class_="admonition")
        if not splits and (not numbered or start in {"", "1"}):
            html = self.list_html(tag)
            if plain(html):
                yield Flow(html)
            return
        number = int(start) if start.isdigit() else 1
        for offset, item in enumerate(items):
            mark = f"{number + offset}. " if numbered else ""
            yield from self.item(item, mark)

    def item(self, item: Tag, mark: str) -> Iterator[Piece]:
        """Yield a list item by itself: its text, then its blocks."""
        pieces = list(_Reader(self.base, nested=True).children(item))
        first = pieces[0] if pieces else None
        line = ONE_PARAGRAPH.fullmatch(first.html) if isinstance(first, Flow) else None
        if line:
            del pieces[0]
            text = f"<p>{mark}{line[1]}</p>"
            yield Flow(text if mark else f"<ul><li>{line[1]}</li></ul>")
        elif mark and pieces:
            yield Flow(f"<p>{mark.strip()}</p>")
        yield from pieces

    def list_html(self, tag: Tag) -> str:
        """Return a list with its nested lists as rich text."""
        items = []
        for item in tag.find_all("li", recursive=False):
            lists = [self.list_html(inner) for inner in _own_lists(item)]
            for inner in _own_lists(item):
                inner.extract()
            text = inline_html(_bold_headings(item), self.base)
            if plain(text) or any(lists):
                items.append(f"<li>{text}{''.join(lists)}</li>")
        return f"<{tag.name}>{''.join(items)}</{tag.name}>" if items else ""

    def checklist(self, items: list[Tag]) -> Iterator[Piece]:
        """Yield a checklist, then the links its plain lines cannot hold."""
        lines = [inline_html(item.children, self.base) for item in items]
        lines = [line for line in lines if plain(line)]
        if lines:
            value = {"title": "", "items": [plain(line) for line in lines]}
            yield Special("checklist", value)
        linked = [f"<li>{a}</li>" for li in lines for a in re.findall("<a .*?</a>", li)]
        if linked:
            yield Flow(f"<ul>{''.join(linked)}</ul>")


def _callout(kind: str, title: str, text: str) -> Special:
    return Special("callout", {"kind": kind, "title": title, "text": merged(text)})


def merged(html: str) -> str:
    """Join lists that were split only to be read."""
    return html.replace("</ul><ul>", "")


def _bold_headings(item: Tag) -> list[PageElement]:
    for heading in item.find_all(list(HEADINGS)):
        heading.name = "p"
        del heading["class"]
        content = heading.encode_contents().decode()
        bold = BeautifulSoup(f"<b>{content}</b>", "html.parser")
        heading.clear()
        heading.append(bold)
    return list(item.children)


def _own_lists(item: Tag) -> list[Tag]:
    lists = item.find_all(["ul", "ol"])
    return [found for found in lists if found.find_parent("li") is item]


def _classes(tag: Tag) -> list[str]:
    return [name for name in tag.get_attribute_list("class") if name]


def _is_inline(node: PageElement) -> bool:
    if isinstance(node, NavigableString):
        return True
    return isinstance(node, Tag) and (node.name in INLINE_TAGS or node.name == "img")


def _is_block(node: PageElement, inside_inline: bool = False) -> bool:
    """Tell whether an element is a block, or an inline element around blocks."""
    if not isinstance(node, Tag) or node.name == "img":
        return False
    if node.name not in INLINE_TAGS:
        return not inside_inline or node.name != "p"
    blocks = ["ul", "ol", "table", "pre", "blockquote", "figure", *HEADINGS]
    return node.find(blocks) is not None
