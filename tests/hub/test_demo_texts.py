"""The texts of the demo keep the promises the forms make to editors."""

import re
from collections import Counter

import pytest

from hub.demo import content
from practices.models import CasePage

pytestmark = pytest.mark.once

PAGES = [
    (kind, record)
    for kind in ("case", "guide", "collection")
    for record in content.page_records(kind)
]
CASES = content.page_records("case")
GUIDES = content.page_records("guide")
# What stands in fields that are codes, dates, numbers or the same in a translation.
STRUCTURE = {"key", "locale", "slug", "type", "url", "evidence_url", "code", "licence"}


def texts(value: object) -> list[str]:
    """All texts of a record, in order."""
    if isinstance(value, dict):
        return [
            text
            for name, inner in value.items()
            if name not in STRUCTURE
            for text in texts(inner)
        ]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def words(record: content.Record) -> int:
    """How many words a case tells, without its title and lists of keys."""
    told = [
        text
        for name, value in record.items()
        if name not in {"themes", "tags", "readers", "title", "summary", *STRUCTURE}
        for text in texts(value)
    ]
    return len(re.sub(r"<[^>]+>", " ", " ".join(told)).split())


def test_there_are_twelve_cases_six_guides_and_two_collections():
    originals = [record for record in CASES if "translation_of" not in record]
    assert len(content.records("agencies")) == 4
    assert len(originals) == 12
    assert len(CASES) - len(originals) == 2
    assert len(GUIDES) == 6
    assert len(content.page_records("collection")) == 2


def test_each_language_has_at_least_two_cases_and_a_guide():
    cases = Counter(record["locale"] for record in CASES)
    assert min(cases[language] for language in ("en", "fr", "nl", "de")) >= 2
    assert {record["locale"] for record in GUIDES} == {"en", "fr", "nl", "de"}


def test_every_status_of_a_case_occurs():
    assert {record["status"] for record in CASES} == set(CasePage.Status.values)


def test_every_importance_occurs():
    found = Counter(record.get("importance", "") for _kind, record in PAGES)
    assert found["do"] == found["must"] == 1
    assert found["worth"] >= 2


def test_one_review_is_overdue_and_one_page_is_for_agents():
    assert [r["key"] for _k, r in PAGES if r["review_in_days"] < -30] == [
        "school-renovation"
    ]
    assert [r["key"] for r in CASES if r.get("agents_only")] == ["paper-drill"]


def test_one_guide_is_long_enough_to_be_paged():
    sections = [
        sum(block["type"] == "section" for block in record["body"]) for record in GUIDES
    ]
    assert max(sections) > 4


@pytest.mark.parametrize("record", CASES, ids=lambda record: record["slug"])
def test_a_case_tells_enough_to_be_reused(record):
    assert words(record) >= 200


@pytest.mark.parametrize(("kind", "record"), PAGES, ids=lambda part: str(part)[:40])
def test_titles_and_summaries_fit_the_form(kind, record):
    assert len(record["title"]) <= 100
    assert len(record["summary"]) <= 160


def test_no_two_pages_share_a_sentence():
    seen: dict[str, str] = {}
    for _kind, record in PAGES:
        for text in set(texts(record)):
            for sentence in re.split(r"(?<=[.?!])\s+|<[^>]+>", text):
                if len(sentence.split()) < 7:
                    continue
                assert seen.setdefault(sentence, record["slug"]) == record["slug"]


def test_words_and_people_that_pages_name_exist():
    known = {name: {r["key"] for r in content.records(name)} for name in NAMED.values()}
    for _kind, record in PAGES:
        for name, file in NAMED.items():
            value = record.get(name, [])
            assert set(value if isinstance(value, list) else [value]) <= known[file]


NAMED = {
    "agency": "agencies",
    "owner": "users",
    "fallback_owner": "users",
    "themes": "themes",
    "tags": "tags",
    "readers": "professions",
}


@pytest.mark.parametrize("name", ["themes", "tags", "professions"])
def test_every_word_has_a_label_in_each_language(name):
    for record in content.records(name):
        assert set(record["labels"]) == {"en", "fr", "nl", "de"}
        assert all(record["labels"].values())


def test_french_signs_stand_after_a_space_that_never_breaks():
    for _kind, record in PAGES:
        if record["locale"] == "fr":
            loose = [t for t in texts(record) if re.search(r" [:;?!»]|« ", t)]
            assert loose == []


def test_german_says_sie_and_dutch_says_je():
    for _kind, record in PAGES:
        told = re.sub(r"<[^>]+>", " ", " ".join(texts(record)))
        if record["locale"] == "de":
            assert not re.search(r"\b(du|dein|deine|deinen)\b", told)
        if record["locale"] == "nl":
            assert not re.search(r"\b(u|uw)\b", told)
