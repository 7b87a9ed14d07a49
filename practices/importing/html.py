"""Markdown to clean HTML: one tree for Markdown and the HTML written inside it."""

import re
import textwrap
from collections.abc import Sequence
from functools import cache
from html import escape

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from practices.importing.source_text import clean_source

INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
BLOCK_TAGS = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "img",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
        "source",
        "picture",
    ]
)
# Controls, scripts and styles say nothing to a reader of an article.
DROPPED_TAGS = frozenset(
    [
        "button",
        "form",
        "input",
        "noscript",
        "object",
        "optgroup",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    ]
)
DROPPED_WITH_TEXT = frozenset(
    [
        "button",
        "form",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    ]
)
KNOWN_TAGS = INLINE_TAGS | BLOCK_TAGS | DROPPED_TAGS | {"html", "body", "head", "link"}
ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "code": {"class"},
    "div": {"class"},
    "iframe": {"src", "title"},
    "img": {"src", "alt", "title"},
    "li": {"class"},
    "ol": {"start"},
    "p": {"class"},
    "section": {"class"},
    "source": {"src"},
    "sup": {"class"},
    "td": {"colspan"},
    "th": {"colspan"},
    "video": {"src", "title"},
    "audio": {"src", "title"},
}
TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
STARTS_WITH_TAG = re.compile(r"\s*</?([A-Za-z][A-Za-z0-9]*)[\s/>]")
PROSE = re.compile(r"(?:[^\W\d_]+[,.;:]?\s+){7}")
CODE_MARK = re.compile(r"[{};]\s*$|[=<>]{2}|^\s*[$#@]", re.MULTILINE)


def to_html(markdown: str) -> str:
    """Return sanitised, well-formed HTML of a Markdown text from elsewhere."""
    rendered = _parser().render(clean_source(markdown), {})
    return nh3.clean(
        rendered,
        tags=set((INLINE_TAGS | BLOCK_TAGS) - {"font"}),
        clean_content_tags=set(DROPPED_WITH_TEXT),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    links = LinkifyIt()
    # "www.example.org" and "example.org" in prose stay text: too many false friends.
    links.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    parser.linkify = links
    parser.use(admon_plugin).use(deflist_plugin).use(footnote_plugin)
    parser.use(tasklists_plugin)
    parser.use(container_plugin, "any", validate=_is_container, render=_container)
    # Arrows back to where a footnote was called lead nowhere here.
    parser.add_render_rule("footnote_anchor", _nothing)
    parser.add_render_rule("html_inline", _raw_html)
    parser.add_render_rule("html_block", _raw_html)
    parser.add_render_rule("code_block", _indented_code)
    return parser


def _nothing(*_: object) -> str:
    return ""


def _is_container(parameters: str, *_: object) -> bool:
    return True


def _container(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[index]
    if token.nesting != 1:
        return "</div>\n"
    kind, _, title = token.info.strip().partition(" ")
    heading = f'<p class="admonition-title">{escape(title)}</p>' if title else ""
    return f'<div class="admonition {escape(kind.strip("{}."))}">{heading}\n'


def _raw_html(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return _known_html(tokens[index].content)


def _known_html(content: str) -> str:
    """Keep real tags; ``<id>`` or ``<media-type>`` is text and stays readable."""
    return TAG.sub(
        lambda tag: tag[0] if tag[2].lower() in KNOWN_TAGS else escape(tag[0]),
        COMMENT.sub("", content),
    )


def _indented_code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Tell code from prose and HTML that are only indented too far."""
    content = textwrap.dedent(tokens[index].content)
    tag = STARTS_WITH_TAG.match(content)
    if tag and tag[1].lower() in KNOWN_TAGS:
        return _known_html(content)
    if content.startswith("---\n"):
        content = content.removeprefix("---\n")
    if PROSE.search(content) and not CODE_MARK.search(content):
        return str(_parser().render(content, {}))
    return f"<pre><code>{escape(content)}</code></pre>\n"
