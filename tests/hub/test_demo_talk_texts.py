"""What people of the demo say keeps the promises of the forms and of the charters."""

import re
from collections import Counter

import pytest

from communities.models.talk import LONGEST_COMMENT
from hub.demo import content

pytestmark = pytest.mark.once

COMMUNITIES = content.records("communities")
THREADS = [(each, thread) for each in COMMUNITIES for thread in each["threads"]]
ON_PAGES = content.records("page_talk")
COMMENTS = [comment for _each, thread in THREADS for comment in thread["comments"]]
COMMENTS += [comment for page in ON_PAGES for comment in page["comments"]]
PEOPLE = {record["key"] for record in content.records("users")}
LANGUAGES = {"en", "fr", "nl", "de"}


def belonging(community: content.Record) -> set[str]:
    """Everybody who belongs to a community."""
    lists = (community["moderators"], community["members"], community.get("guests", []))
    return {community["owner"], *(key for keys in lists for key in keys)}


def test_there_are_six_communities_of_every_visibility() -> None:
    counts = Counter(each["visibility"] for each in COMMUNITIES)
    assert counts == {"open": 2, "restricted": 2, "private": 1, "confidential": 1}


def test_there_are_sixty_discussions_and_four_hundred_comments() -> None:
    assert len(THREADS) >= 60
    assert len(COMMENTS) >= 400
    kinds = Counter(thread["kind"] for _each, thread in THREADS)
    assert min(kinds["question"], kinds["talk"]) >= 8


def test_people_talk_in_four_languages_and_answer_across_them() -> None:
    counts = Counter(comment["lang"] for comment in COMMENTS)
    assert set(counts) == LANGUAGES
    assert min(counts.values()) >= 60
    across = [
        comment
        for _each, thread in THREADS
        for comment in thread["comments"]
        if comment["lang"] != thread["language"]
    ]
    assert len(across) > 100


@pytest.mark.parametrize("community", COMMUNITIES, ids=lambda each: each["slug"])
def test_only_people_who_belong_to_a_community_talk_there(
    community: content.Record,
) -> None:
    inside = belonging(community)
    assert inside <= PEOPLE | {"gast"}
    assert 7 <= len(inside) <= 30
    for thread in community["threads"]:
        assert {thread["by"], *(each["by"] for each in thread["comments"])} <= inside


def test_nobody_comes_by_twice_and_charters_are_short() -> None:
    for each in COMMUNITIES:
        people = [each["owner"], *each["moderators"], *each["members"]]
        assert len(people) == len(set(people))
        assert 3 <= len(each["charter"]) <= 5
        assert len(each["purpose"]) <= 300


def test_a_question_has_one_answer_at_most_and_about_half_have_one() -> None:
    accepted = [
        sum("accepted" in comment for comment in thread["comments"])
        for _each, thread in THREADS
        if thread["kind"] == "question"
    ]
    assert set(accepted) == {0, 1}
    assert sum(accepted) >= 25
    silent = [thread for _each, thread in THREADS if not thread["comments"]]
    assert len(silent) >= 3


def test_every_state_of_a_comment_and_a_thread_occurs() -> None:
    for state, least in (("hidden", 2), ("reported", 2), ("waiting", 1), ("appeal", 1)):
        assert sum(state in comment for comment in COMMENTS) >= least, state
    for state, least in (("unnamed", 2), ("pinned", 6), ("locked", 1), ("twin_of", 1)):
        assert sum(state in thread for _each, thread in THREADS) >= least, state


def test_texts_are_said_once_and_fit_the_form() -> None:
    texts = [comment["text"] for comment in COMMENTS]
    texts += [thread["text"] for _each, thread in THREADS]
    assert len(texts) == len(set(texts))
    assert max(map(len, texts)) <= LONGEST_COMMENT
    titles = [thread["title"] for _each, thread in THREADS]
    assert len(titles) == len(set(titles))
    assert max(map(len, titles)) <= 120


def test_a_reply_stands_below_a_comment() -> None:
    for thread in [thread for _each, thread in THREADS] + ON_PAGES:
        if thread["comments"]:
            assert "reply" not in thread["comments"][0], thread["comments"][0]


def test_comments_stand_on_pages_of_the_demo() -> None:
    pages = {
        content.reference(kind, record)
        for kind in ("case", "guide")
        for record in content.page_records(kind)
    }
    assert {each["page"] for each in ON_PAGES} <= pages
    assert len(ON_PAGES) >= 40


def test_french_signs_of_talk_stand_after_a_space_that_never_breaks() -> None:
    french = [each["text"] for each in COMMENTS if each["lang"] == "fr"]
    french += [t["text"] for _each, t in THREADS if t["language"] == "fr"]
    assert [text for text in french if re.search(r"[ \w][:;?!»](?:\s|$)", text)] == []


def test_words_of_discussions_exist() -> None:
    tags = {record["key"] for record in content.records("tags")}
    themes = {record["key"] for record in content.records("themes")}
    agencies = {record["key"] for record in content.records("agencies")}
    for each in COMMUNITIES:
        assert set(each["tags"]) <= tags
        assert set(each["themes"]) <= themes
        assert set(each["agencies"]) <= agencies
    used = {tag for _each, thread in THREADS for tag in thread.get("tags", ())}
    assert used <= tags
