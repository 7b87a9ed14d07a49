"""Reading records: what is wrong with a line is told, nothing breaks the run."""

import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from practices.importing import records
from practices.importing.mapping import case_text, heading_field, known_words
from practices.importing.records import (
    Problem,
    Record,
    RecordError,
    parse_record,
    read_records,
)
from tests.practices.import_files import record, write

pytestmark = pytest.mark.once


def parsed(**fields: Any) -> Record:
    """The record of one line with these fields."""
    return parse_record(json.dumps(record(**fields)), "file", 1)


def test_texts_are_trimmed_and_control_characters_go() -> None:
    found = parsed(title="  A\x00 \n B ", summary="c\n  d", website=" https://x.org ")
    assert (found.title, found.summary) == ("A B", "c d")
    assert found.website == "https://x.org"


def test_absent_fields_are_empty() -> None:
    least = {name: record()[name] for name in ("id", "title", "lang", "agency", "type")}
    found = parse_record(json.dumps({**least, "tags": None}), "file", 1)
    assert (found.body, found.url, found.tags, found.date) == ("", "", (), None)


@pytest.mark.parametrize("name", ["id", "title", "lang", "agency", "type"])
@pytest.mark.parametrize("value", ["", "  ", None])
def test_a_needed_field_that_is_missing_is_named(name: str, value: str | None) -> None:
    with pytest.raises(RecordError, match=f"“{name}” is missing"):
        parsed(**{name: value})


@pytest.mark.parametrize("value", [1, True, {}, ["a"]])
def test_a_text_of_another_type_is_refused(value: object) -> None:
    with pytest.raises(RecordError, match="“body” is not a text"):
        parsed(body=value)


@pytest.mark.parametrize("value", ["a, b", 1, {"a": 1}, [1], [["a"]]])
def test_tags_that_are_no_list_of_texts_are_refused(value: object) -> None:
    with pytest.raises(RecordError, match="“tags” is not a list of texts"):
        parsed(tags=value)


def test_a_language_that_the_hub_does_not_have_is_refused() -> None:
    with pytest.raises(RecordError, match="“es” is not one of en, fr, nl, de"):
        parsed(lang="es")


def test_a_title_longer_than_the_database_takes_is_refused() -> None:
    with pytest.raises(RecordError, match="“title” is longer than 255 characters"):
        parsed(title="x" * 256)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.example/", "http://[bad", "x" * 600, "/a"]
)
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    assert parsed(url=url).url == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-06-01", datetime.date(2021, 6, 1)),
        ("2021-06-01T10:00:00Z", datetime.date(2021, 6, 1)),
        ("2021-06", datetime.date(2021, 6, 1)),
        ("2021", datetime.date(2021, 1, 1)),
        ("", None),
    ],
)
def test_dates_may_be_as_exact_as_they_are(
    text: str, expected: datetime.date | None
) -> None:
    found = parsed(date=text)
    assert found.date == expected
    assert not found.warnings


@pytest.mark.parametrize("text", ["2021-02-30", "0000-01-01", "soon", "9999-01-01"])
def test_a_date_that_cannot_be_is_left_out_with_a_warning(text: str) -> None:
    found = parsed(date=text)
    assert found.date is None
    assert "the date" in found.warnings[0]


@pytest.mark.parametrize(
    "line", ["nonsense", '"text"', "null", "[]", "[" * 100_000, '{"id": ' + "9" * 5000]
)
def test_a_line_that_is_no_object_is_refused(line: str) -> None:
    with pytest.raises(RecordError, match=r"not (JSON|a JSON object)"):
        parse_record(line, "file", 1)


def test_the_digest_depends_on_the_content_alone() -> None:
    line = json.dumps(record())
    again = parse_record(line, "elsewhere", 9)
    assert parse_record(line, "file", 1).digest == again.digest
    assert parsed(body="other").digest != again.digest


def found_in(path: Path) -> list[str]:
    """The ids of records, or what is wrong with the line."""
    return [
        f"{found.line}: {found.reason}" if isinstance(found, Problem) else found.id
        for found in read_records(path)
    ]


def test_a_gigantic_line_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MAX_LINE", 2000)
    file = write(tmp_path / "a.jsonl", record(1), record(2, body="x" * 9000), record(3))
    assert found_in(file) == ["site-1", "2: This line is longer than 5 MB.", "site-3"]


def test_lines_in_another_encoding_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    good = json.dumps(record(1)).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b"\n\xff\xfe{}\n" + good)
    assert len(found_in(file)) == 3
    assert found_in(file)[1].startswith("2: This line is not UTF-8 text")


@pytest.mark.parametrize("kept", [0.5, 0.98])
def test_a_truncated_archive_ends_with_a_report(tmp_path: Path, kept: float) -> None:
    file = write(tmp_path / "a.jsonl.gz", *(record(n, body="x" * n) for n in range(99)))
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    found = found_in(file)
    assert "ends in the middle" in found[-1]


def test_a_file_that_only_looks_like_an_archive_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b"")[:5] + b"nonsense")
    assert "ends in the middle" in found_in(file)[0]


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    assert found_in(write(tmp_path / "a.jsonl", "", "  ")) == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Le problème", "problem"),
        ("CONTEXTE :", "problem"),
        ("🎯 Notre solution 💡", "solution"),
        ("The solution", "solution"),
        ("Objectifs à 6 mois", "objectives"),
        ("L’impact", "results"),
        ("Fin de l'investigation", "challenges"),
        ("Apprentissages", "lessons"),
        ("Notre cible", "beneficiaries"),
        ("Prochaines étapes", "implementation"),
        ("Budget", ""),
    ],
)
def test_headings_name_the_field_of_a_case(heading: str, field: str) -> None:
    assert heading_field(heading) == field


def text_of(body: str) -> tuple[str, str, dict[str, str]]:
    """Problem, solution and rich text of a body."""
    text = case_text(body, title="", base="", key="")
    streams = [
        " ".join(str(b["value"]) for b in s) for s in (text.problem, text.solution)
    ]
    return streams[0], streams[1], text.rich_text


def test_a_heading_that_is_not_understood_stays_with_the_part_before_it() -> None:
    problem, solution, rest = text_of(
        "## Problème\n\na\n\n## Budget\n\nb\n\n## Solution\n\nc"
    )
    assert problem == "<p>a</p><h3>Budget</h3><p>b</p>"
    assert solution == "<p>c</p>"
    assert rest == {}


def test_without_understood_headings_the_first_part_is_the_problem() -> None:
    problem, solution, _rest = text_of("a\n\n## Budget\n\nb")
    assert (problem, solution) == ("<p>a</p>", "<h3>Budget</h3><p>b</p>")


def test_a_part_with_a_picture_stays_where_pictures_can_stand() -> None:
    image = "![Alt](https://x.example/a.png)"
    _problem, solution, rest = text_of(f"## Problème\n\na\n\n## Résultats\n\n{image}")
    assert "Résultats" in solution
    assert "a.png" in solution
    assert rest == {}


def test_tags_are_readable_and_single() -> None:
    tags = ["menselijke-controle", "Open-Data", "a, b", "guide", " a "]
    assert known_words(tags) == ["menselijke controle", "Open-Data", "a", "b"]
