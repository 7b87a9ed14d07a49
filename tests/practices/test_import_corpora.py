"""The real records: nothing of their text is lost, no mark of Markdown is left."""

import html
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from practices.blocks import (
    CELL_FEATURES,
    SHORT_FEATURES,
    TEXT_FEATURES,
    GuideStreamBlock,
    TextStreamBlock,
)
from practices.importing.mapping import CASE, PAGE_TYPES, case_text, page_type
from practices.importing.markdown import Block, guide_blocks
from practices.importing.records import Problem, Record, read_records

pytestmark = [pytest.mark.data, pytest.mark.once]

RECORDS = 1403
# A literal mark: what a reader would recognise as Markdown, or as the code of a site
# generator, in rendered text outside <pre> and <code>.
MARKS = {
    "bold": r"\*\*|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)",
    "italic": r"(?<![\w*])\*[^\s*](?:[^*\n]*[^\s*])?\*(?![\w*])"
    r"|(?<![\w/])_[^\s_](?:[^_\n]*[^\s_])?_(?![\w/])",
    "link or picture": r"\]\(|\]\[|!\[|\[\^|^\[[^\]\n]+\]:\s",
    "heading": r"^\s*#{1,6}\s|^\s*##",
    "list": r"^\s*[*-]\s+\w|\[[ xX]\]\s",
    "quote": r"^\s*>\s",
    "table": r"\|\s*:?-{3,}|^\s*\|.*\|\s*$",
    "code": r"```|~~~|`",
    "struck": r"~~",
    "callout": r"^\s*(?:!!!|\?\?\?\+?)\s*\w|^\s*:::|^\s*///",
    "rule": r"^\s*([-_*=])\1{2,}\s*$",
    "template": r"\{\{|\}\}|\{%|\{:|\{\s*[.#]\w|\{\s*data-|--8<--|\{term:",
    "role": r":(?:term|ref|doc|abbr):",
    "icon": r":(?:material|octicons|fontawesome|simple)-",
    "html": r"</?(?:a|abbr|b|br|div|em|h\d|hr|i|img|li|p|span|strong|ul)\b[^>\n]*>",
    "entity": r"&(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);",
    "escape": r"\\[*_#\[\]`>~-]",
    "conflict": r"^<{7}|^>{7}|^={7}",
}
BREAKING = [
    "p",
    "li",
    "h2",
    "h3",
    "h4",
    "td",
    "th",
    "figcaption",
    "legend",
    "br",
    "div",
]


@pytest.fixture(scope="module")
def records(shared_data: Path) -> list[Record]:
    files = sorted((shared_data / "corpora").glob("*/docs.jsonl.gz"))
    found = [record for path in files for record in read_records(path)]
    assert not [record for record in found if isinstance(record, Problem)]
    return found


@cache
def converted(record: Record) -> tuple[list[tuple[str, list[Block]]], list[str]]:
    """A record's stream fields (type of page, blocks) and its rich text fields."""
    about = {"title": record.title, "base": record.base, "key": record.id}
    if page_type(record.type) != CASE:
        return [("guide", guide_blocks(record.body, **about))], []
    text = case_text(record.body, **about)
    streams_ = [("case", text.problem), ("case", text.solution)]
    return streams_, list(text.rich_text.values())


def streams(record: Record) -> list[tuple[str, list[Block]]]:
    """The stream fields of the page that a record becomes."""
    return converted(record)[0]


@cache
def rendered(record: Record) -> str:
    """The page's HTML, from the templates that the site uses."""
    parts = []
    for kind, blocks in streams(record):
        block = GuideStreamBlock() if kind == "guide" else TextStreamBlock()
        parts.append(block.to_python(blocks).render_as_block())
    parts.extend(expand_db_html(text) for text in converted(record)[1])
    return "\n".join(parts)


def visible_text(markup: str, *, code: bool) -> str:
    """What a reader sees, one line a paragraph."""
    soup = BeautifulSoup(markup, "html.parser")
    if not code:
        for element in soup.find_all(["pre", "code"]):
            element.replace_with("code")
    for element in soup.find_all(BREAKING):
        element.insert_before("\n")
        element.append("\n")
    return soup.get_text().translate({0xAD: None, 0x200B: None})


def test_all_records_are_read(records: list[Record]) -> None:
    assert len(records) == RECORDS
    assert len({record.id for record in records}) == RECORDS


def test_every_type_of_the_records_is_in_the_table(records: list[Record]) -> None:
    assert {record.type for record in records} <= PAGE_TYPES.keys()


def test_no_mark_of_markdown_is_left_in_any_rendered_text(
    records: list[Record],
) -> None:
    found = []
    for record in records:
        text = visible_text(rendered(record), code=False)
        for name, pattern in MARKS.items():
            for match in re.finditer(pattern, text, re.MULTILINE):
                around = text[max(0, match.start() - 30) : match.end() + 30]
                found.append(f"{record.id}: {name}: {around!r}")
    assert not found, "\n".join(found)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.lower())


def source_words(markdown: str) -> Counter[str]:
    """The words of the source that a reader of the source's own site would see."""
    text = markdown.translate({0xAD: None, 0x200B: None, 0xFEFF: None})
    for pattern in (
        r"(?is)<(script|style|form|button|select)\b.*?</\1>",
        r"(?s)<!--.*?-->|\{\{.*?\}\}",
        r"\{[ :]*(?:[.#]|data-|target=)[^}\n]*\}",
        r":material-[\w-]+:|:(?:term|ref|doc|abbr):?|\{term:|^term$",
        r"(?m)^(?:<{7}|>{7}|///).*$",
        r"(?m)^[ \t]*(?:!!!|\?\?\?\+?)[ \t]*[\w ]+(?=\"|$)",
        r"(?m)^[ \t]*\[[^\]^]+\]:[ \t]+\S+.*$",
        r"(?m)^[ \t]*```\w*",
        r"\\<[\w./-]+\\>",
    ):
        text = re.sub(pattern, " ", text)
    text = re.sub(r"\]\((?:[^()\n]|\([^()\n]*\))*\)", "", text)
    text = re.sub(r"\]\[[^\]\n]*\]|https?://[^\s)>\]]+", " ", text)
    text = re.sub(r"</?lang=\w+>|</?[a-zA-Z][\w]*(?:\s[^<>]*)?/?>", _seen_of_tag, text)
    return Counter(words(html.unescape(text)))


def _seen_of_tag(tag: re.Match[str]) -> str:
    return " ".join(["", *re.findall(r'(?:alt)="([^"]*)"', tag[0]), ""])


def test_at_least_99_of_100_words_of_each_record_arrive(
    records: list[Record],
) -> None:
    wanted_in_all, missing_in_all, poor = 0, 0, []
    for record in records:
        wanted = source_words(record.body)
        text = visible_text(rendered(record), code=True)
        # A heading that repeats the title or the field's name stands on the page.
        known = f"{record.title} the the le la problem problème solution"
        known += " objectifs résultats"
        have = Counter(words(html.unescape(text)) + words(known))
        missing = wanted - have
        wanted_in_all += wanted.total()
        missing_in_all += missing.total()
        if missing.total() > max(2, wanted.total() / 100):
            poor.append((record.id, missing.total(), wanted.total(), list(missing)))
    assert not poor, "\n".join(map(str, poor))
    assert missing_in_all / wanted_in_all < 0.001


def test_editors_can_save_every_block_as_it_is(records: list[Record]) -> None:
    for record in records:
        for kind, blocks in streams(record):
            if blocks:
                block = GuideStreamBlock() if kind == "guide" else TextStreamBlock()
                block.clean(block.to_python(blocks))


def rich_parts(blocks: list[Block]) -> list[tuple[list[str], str]]:
    """The rich text inside blocks: (features of the editor, html)."""
    parts = []
    for block in blocks:
        value = block["value"]
        if block["type"] == "paragraph":
            parts.append((TEXT_FEATURES, value))
        elif block["type"] == "callout":
            parts.append((SHORT_FEATURES, value["text"]))
        elif block["type"] == "table":
            rows = [row["values"] for row in value["table"]["rows"]]
            parts.extend((CELL_FEATURES, cell) for row in rows for cell in row if cell)
    return parts


def test_the_editor_keeps_every_rich_text_whole(records: list[Record]) -> None:
    """Opening and saving a page in the admin loses no word, link, list or heading."""
    for record in records:
        for _kind, blocks in streams(record):
            for features, before in rich_parts(blocks):
                converter = ContentstateConverter(features)
                state = converter.from_database_format(before)
                after = converter.to_database_format(state)
                for mark in ("<a ", "<h3", "<h4", "<li", "<code", "<sup"):
                    assert after.count(mark) == before.count(mark), (record.id, mark)
                assert bare(after) == bare(before), record.id


def bare(markup: str) -> str:
    """The letters of a text, without tags and blanks."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())


def test_what_is_no_running_text_arrives_as_blocks(records: list[Record]) -> None:
    counted = Counter(
        block["type"]
        for record in records
        for _kind, blocks in streams(record)
        for block in blocks
    )
    for kind, least in {
        "table": 20,
        "picture": 120,
        "callout": 200,
        "quote": 80,
        "code": 8,
        "checklist": 12,
        "section": 1500,
    }.items():
        assert counted[kind] >= least, kind


def test_most_french_cases_tell_problem_and_solution_apart(
    records: list[Record],
) -> None:
    cases = [record for record in records if record.type == "produit"]
    both = [case for case in cases if all(blocks for _kind, blocks in streams(case))]
    assert len(both) > 450
