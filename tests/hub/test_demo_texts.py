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
COLLECTIONS = content.page_records("collection")
AGENCIES = content.records("agencies")
PEOPLE = content.records("users")
LANGUAGES = {"en", "fr", "nl", "de"}
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


def blocks(text: str) -> list[str]:
    """The paragraphs, list items and headings of a text, without inline tags."""
    parts = re.split(r"</?(?:p|li|ul|ol|h3)>", text)
    return [re.sub(r"<[^>]+>", "", part).strip() for part in parts]


def test_there_are_forty_cases_fifteen_guides_and_eight_collections():
    originals = {record["key"] for record in CASES if "translation_of" not in record}
    translated = {record["key"] for record in CASES if "translation_of" in record}
    assert len(originals) == 40
    assert len(CASES) == 50
    assert len(translated & originals) == 10
    assert len(GUIDES) == 15
    assert len(COLLECTIONS) == 8


def test_a_translation_names_the_language_of_an_older_page():
    written = {(r["key"], r["locale"]): r["published_days_ago"] for r in CASES}
    for record in CASES:
        if "translation_of" in record:
            original = written[record["key"], record["translation_of"]]
            assert original > record["published_days_ago"]


def test_a_translation_is_as_important_as_its_original():
    written = {(r["key"], r["locale"]): r.get("importance", "") for r in CASES}
    for record in CASES:
        if "translation_of" in record:
            original = written[record["key"], record["translation_of"]]
            assert record.get("importance", "") == original


def test_twelve_agencies_stand_in_three_countries_with_domains_of_their_own():
    domains = [name for record in AGENCIES for name in record["email_domains"]]
    assert len(AGENCIES) == 12
    assert {record["country"] for record in AGENCIES} == {"be", "fr", "de"}
    assert all(set(record["names"]) == LANGUAGES for record in AGENCIES)
    assert len(set(domains)) == len(domains) >= 12
    assert all(name.endswith(".example") for name in domains)


def test_each_agency_has_five_people_who_can_write_and_publish():
    assert len(PEOPLE) == 60
    for agency in AGENCIES:
        roles = [r["role"] for r in PEOPLE if r["agency"] == agency["key"]]
        assert len(roles) == 5
        assert {"editor", "publisher"} <= set(roles)


def test_five_accounts_may_sign_in_one_of_each_kind():
    assert Counter(r["role"] for r in PEOPLE if r.get("account")) == {
        **{"agent": 1, "editor": 1, "publisher": 1},
        **{"knowledge-manager": 1, "administrator": 1},
    }


def test_people_are_told_apart_and_a_third_show_nothing():
    for name in ("key", "email", "last_name"):
        assert len({record[name] for record in PEOPLE}) == 60
    assert all(r["email"].endswith("@demo.example") for r in PEOPLE)
    assert sum(not record["shows"] for record in PEOPLE) == 20


@pytest.mark.parametrize("record", PEOPLE, ids=lambda record: record["key"])
def test_what_people_say_of_themselves_fits_the_form(record):
    assert set(record["shows"]) <= {
        *("photo", "expertise", "questions", "languages", "contributions", "town")
    }
    assert len(record["ask_me_about"]) <= 3
    for question in record["ask_me_about"]:
        assert 0 < len(question["topic"]) <= 80
        assert len(question["note"]) <= 160
    if record["languages"][0] == "fr":
        said = [record["reach"], *texts(record["ask_me_about"])]
        assert [t for t in said if re.search(r" [:;?!»]|« ", t)] == []


def test_each_language_has_at_least_ten_cases_and_three_guides():
    cases = Counter(record["locale"] for record in CASES)
    guides = Counter(record["locale"] for record in GUIDES)
    assert min(cases[language] for language in LANGUAGES) >= 10
    assert min(guides[language] for language in LANGUAGES) >= 3


def test_every_status_of_a_case_occurs_and_two_were_abandoned():
    originals = [record for record in CASES if "translation_of" not in record]
    found = Counter(record["status"] for record in originals)
    assert set(found) == set(CasePage.Status.values)
    assert found["abandoned"] == 2


def test_every_importance_occurs():
    found = Counter(record.get("importance", "") for _kind, record in PAGES)
    assert found["do"] == 3
    assert found["must"] >= 3
    assert found["worth"] >= 6


def test_what_must_be_done_says_by_when_by_whom_and_why():
    duties = [record for _kind, record in PAGES if record.get("importance") == "do"]
    known = {record["key"] for record in AGENCIES}
    assert all(record["importance_reason"] for record in duties)
    assert all(set(record["addressed"]) <= known for record in duties)
    assert sorted(record["deadline_in_days"] for record in duties) == [-12, 20, 45]
    assert {bool(record["addressed"]) for record in duties} == {True, False}
    applies = {r["key"]: r.get("applies_from_in_days", 0) for r in duties}
    assert [r["key"] for r in duties if applies[r["key"]] > r["deadline_in_days"]] == []


def test_three_reviews_are_overdue_and_one_page_is_for_agents():
    assert {r["key"] for _k, r in PAGES if r["review_in_days"] < -30} == {
        *("school-renovation", "one-page-grants", "site-visits")
    }
    assert [r["key"] for r in CASES if r.get("agents_only")] == ["paper-drill"]


def test_a_collection_holds_five_to_eight_pages_with_a_word_on_each():
    known = {content.reference(kind, record) for kind, record in PAGES}
    for record in COLLECTIONS:
        assert 5 <= len(record["items"]) <= 8
        assert {item["page"] for item in record["items"]} <= known
        assert all(item["note"] for item in record["items"])


def test_one_guide_is_long_enough_to_be_paged():
    sections = [
        sum(block["type"] == "section" for block in record["body"]) for record in GUIDES
    ]
    assert max(sections) > 4


@pytest.mark.parametrize("record", CASES, ids=lambda record: record["slug"])
def test_a_case_tells_enough_to_be_reused(record):
    assert words(record) >= 350


@pytest.mark.parametrize("record", CASES, ids=lambda record: record["slug"])
def test_a_case_measures_something_before_and_after(record):
    both = [
        row
        for row in record["indicators"]
        if row["baseline"] is not None and row["value"] is not None
    ]
    assert both


@pytest.mark.parametrize("record", CASES, ids=lambda record: record["slug"])
def test_partners_and_contacts_of_a_case_are_there(record):
    partners = {row["agency"] for row in record.get("partners", []) if "agency" in row}
    assert partners <= {row["key"] for row in AGENCIES} - {record["agency"]}
    assert {row["user"] for row in record["contacts"]} <= own(record)


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


def test_no_two_pages_share_a_paragraph():
    seen: dict[str, str] = {}
    for _kind, record in PAGES:
        for text in texts(record):
            for block in blocks(text):
                if len(block.split()) > 4:
                    assert seen.setdefault(block, record["slug"]) == record["slug"]


@pytest.mark.parametrize(("kind", "record"), PAGES, ids=lambda part: str(part)[:40])
def test_owner_and_deputy_are_two_people_of_the_agency(kind, record):
    assert record["owner"] != record["fallback_owner"]
    assert {record["owner"], record["fallback_owner"]} <= own(record)


def own(record: content.Record) -> set[str]:
    """The people of the agency that keeps a page."""
    return {row["key"] for row in PEOPLE if row["agency"] == record["agency"]}


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


def test_words_that_people_name_exist():
    tags = {record["key"] for record in content.records("tags")}
    functions = {record["key"] for record in content.records("professions")}
    assert {record["function"] for record in PEOPLE} <= functions
    assert {key for record in PEOPLE for key in record["expertise"]} <= tags


@pytest.mark.parametrize("name", ["themes", "tags", "professions"])
def test_every_word_has_a_label_in_each_language(name):
    for record in content.records(name):
        assert set(record["labels"]) == LANGUAGES
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
