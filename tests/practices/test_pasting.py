"""What is pasted from word processors becomes blocks: nothing of its shape is lost."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from practices.pasting import MAX_LENGTH, TooMuchText, Unreadable, blocks_of, flat

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal {margin:0cm}</style><!--StartFragment--></head><body>
<h1>Opening hours<o:p></o:p></h1>
<p class=MsoNormal>People <b>could not</b> come. See <a
href="https://example.org/report" onclick="x()">the report</a>.<o:p></o:p></p>
<h2>What we tried</h2>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span>      </span></span><![endif]>Evenings</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>o<span>      </span></span><![endif]>Thursdays</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>·<span>      </span></span><![endif]>By post</p>
<p class=MsoNormal>Then in order:</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>1.   First</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>2.   Second</p>
<table class=MsoTableGrid><tr><td><p><b>Day</b></p></td>
<td><p><b>Visitors</b></p></td></tr>
<tr><td><p>Thursday</p></td><td><p>38 <a href="https://example.org/n">counted</a></p></td>
</tr></table><p>After<script>alert(1)</script></p></body></html>"""


def types(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


def test_word_text_keeps_headings_lists_tables_and_links() -> None:
    blocks = blocks_of(WORD)
    assert types(blocks) == ["paragraph", "table", "paragraph"]
    text = blocks[0]["value"]
    assert "<h3>Opening hours</h3>" in text
    assert "<h4>What we tried</h4>" in text
    assert '<a href="https://example.org/report">the report</a>' in text
    assert "<b>could not</b>" in text
    inner = "<ul><li>Thursdays</li></ul>"
    assert f"<ul><li>Evenings{inner}</li><li>By post</li></ul>" in text
    assert "<ol><li>First</li><li>Second</li></ol>" in text
    table = blocks[1]["value"]["table"]
    assert [column["heading"] for column in table["columns"]] == ["Day", "Visitors"]
    assert table["rows"][0]["values"] == [
        "<p>Thursday</p>",
        '<p>38 <a href="https://example.org/n">counted</a></p>',
    ]
    assert blocks[2]["value"] == "<p>After</p>"


def test_nothing_active_comes_through() -> None:
    html = (
        "<h2 onclick=x()>A</h2><p style='position:fixed'>b<img src=x onerror=y>"
        "<a href='javascript:z()'>c</a><iframe src='https://x.example'></iframe></p>"
    )
    found = str(blocks_of(html))
    for mark in ("onclick", "style", "onerror", "javascript", "iframe", "<img"):
        assert mark not in found


def test_headings_go_two_levels_deep_from_wherever_they_start() -> None:
    text = blocks_of("<h3>A</h3><p>a</p><h4>B</h4><p>b</p><h6>C</h6>")[0]["value"]
    assert "<h3>A</h3>" in text
    assert "<h4>B</h4>" in text
    assert "<h4>C</h4>" in text


def test_styles_of_other_editors_are_read() -> None:
    html = (
        '<b style="font-weight:normal"><h2>T</h2><p>plain <span style="font-weight:'
        ' 700">strong</span> <span style="font-style:italic">soft</span></p></b>'
    )
    text = blocks_of(html)[0]["value"]
    assert "plain <b>strong</b> <i>soft</i>" in text


def test_table_without_heading_row_keeps_all_rows() -> None:
    html = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    table = blocks_of(html)[0]["value"]["table"]
    assert [row["values"] for row in table["rows"]] == [
        ["<p>a</p>", "<p>b</p>"],
        ["<p>c</p>", "<p>d</p>"],
    ]


def test_fields_without_tables_get_rows_as_lines() -> None:
    text = flat(blocks_of(WORD))
    assert "<p>Day · Visitors</p>" in text
    assert 'Thursday · 38 <a href="https://example.org/n">counted</a>' in text


def test_too_much_text_is_refused() -> None:
    with pytest.raises(TooMuchText):
        blocks_of("<p>" + "a" * MAX_LENGTH)


BROKEN = [
    *("", "<table></table>", "<li>", "\x00", "<!--", "</p>", "<![" * 9),
    '<p style="mso-list:l0 level0 lfo1">A</p>',
    '<table><tr><td colspan="²">A</td></tr></table>',
]


@pytest.mark.parametrize("html", BROKEN)
def test_broken_html_is_no_fault(html: str) -> None:
    assert isinstance(blocks_of(html), list)


HOSTILE = [
    *("<![" * 100_000, "<!--" * 100_000, "<a " * 20_000, "<p style='x:" * 20_000),
    "<p style='mso-list:l0 level999999999 lfo1'>A</p>",
]


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_html_costs_no_more_than_its_length(html: str) -> None:
    begin = time.monotonic()
    blocks_of(html)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("tags", ["<div>", "<table><tr><td>", "<ul><li>"])
def test_markup_nested_without_end_is_refused(tags: str) -> None:
    with pytest.raises(Unreadable):
        blocks_of(tags * 1000 + "A")


@pytest.mark.django_db
def test_view_answers_with_what_the_editor_of_the_admin_inserts(
    editor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(editor)
    answer = client.post("/admin/practices/paste/", {"html": WORD}).json()
    assert types(answer["blocks"]) == ["paragraph", "table", "paragraph"]
    assert "entityMap" in answer["blocks"][0]["value"]
    assert "<h3>Opening hours</h3>" in answer["html"]
    long = client.post("/admin/practices/paste/", {"html": "a" * (MAX_LENGTH + 1)})
    assert long.status_code == 413
    assert "in parts" in long.json()["error"]
    deep = client.post("/admin/practices/paste/", {"html": "<div>" * 1000 + "A"})
    assert deep.status_code == 400
    assert "in parts" in deep.json()["error"]
    assert client.get("/admin/practices/paste/").status_code == 405


@pytest.mark.django_db
def test_paste_is_for_those_who_edit(
    client: Client, signed_in: Callable[[User], Client]
) -> None:
    assert client.post("/admin/practices/paste/", {"html": "a"}).status_code == 302
    agent = User.objects.create_user("agent", "agent@noordzoom.example", "secret")
    answer = signed_in(agent).post("/admin/practices/paste/", {"html": "a"})
    assert answer.status_code in {302, 403}
