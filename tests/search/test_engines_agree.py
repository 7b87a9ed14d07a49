"""What both engines must do alike: on SQLite, on PostgreSQL and on Elasticsearch."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from catalogue.access import Reader, reader_of
from catalogue.models import Entry
from search.engines import Answer, Engine
from search.request import SearchRequest, Sort
from tests.search.engines import in_step
from tests.search.entries import closed_place, make_entry, remove_entry

pytestmark = pytest.mark.django_db

Find = Callable[..., Answer]


@pytest.fixture
def find(engine: Engine) -> Find:
    def ask(q: str = "", reader: Reader | None = None, **fields: Any) -> Answer:
        in_step(engine)
        return engine.search(SearchRequest(q=q, **fields), reader or reader_of(None))

    return ask


@pytest.fixture
def crew() -> Group:
    return Group.objects.create(name="crew")


@pytest.fixture
def member(crew: Group) -> User:
    user = User.objects.create_user("member", "member@agency.example", "-")
    user.groups.add(crew)
    return user


def ids(answer: Answer) -> list[int]:
    return [hit.entry_id for hit in answer.hits]


def day(number: int) -> datetime.datetime:
    return datetime.datetime(2026, 1, number, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("language", "title", "q"),
    [
        ("fr", "Délivrer les autorisations", "autorisation delivrer"),
        ("fr", "L'accueil des usagers", "comment accueillir un usager"),
        ("nl", "Parkeervergunningen verstrekken", "parkeervergunning"),
        ("de", "Genehmigungen für Straßenfeste", "genehmigung strassenfest"),
        ("en", "Issuing parking permits", "How do I issue a permit?"),
        ("fr", "Œuvres d’art dans l’école", "oeuvre ecole"),
    ],
)
def test_words_are_found_in_other_forms(
    find: Find, language: str, title: str, q: str
) -> None:
    entry = make_entry(title, language=language)
    make_entry("Ganz etwas anderes", language="de")
    assert ids(find(q))[:1] == [entry.pk]


def test_title_counts_more_than_text(find: Find) -> None:
    filler = "Other words stand here. " * 10
    in_text = make_entry("Letters", body=f"{filler} A parking space. {filler}")
    in_title = make_entry("Parking", body=filler)
    for number in range(5):
        make_entry(f"Something else {number}", body=filler)
    assert ids(find("parking")) == [in_title.pk, in_text.pk]


def test_words_that_nothing_has_find_nothing(find: Find) -> None:
    make_entry("Parking permits")
    for q in ("zzzzzz", "?!", "§ % *"):
        assert find(q).total == 0, q


@pytest.mark.parametrize(
    "q",
    [
        'parking "',
        '"parking',
        "parking AND (",
        "parking NEAR/3 -",
        "title:parking^9 ~ *",
        "{title} : parking",
        "parking' OR 1=1 --",
        "parking & | ! <-> :* \\",
        "'parking",
        "/parking.*/",
        "[parking TO z}",
        "<b>parking</b>",
        "%parking_",
    ],
)
def test_signs_of_query_languages_are_no_orders(find: Find, q: str) -> None:
    entry = make_entry("Parking permits")
    make_entry("Letters")
    assert ids(find(q)) == [entry.pk]


def test_without_words_all_is_found_most_important_first_then_newest(
    find: Find,
) -> None:
    Entry.objects.all().delete()
    old = make_entry("Old", published_at=day(1))
    new = make_entry("New", published_at=day(3))
    must = make_entry("Must", published_at=day(2), importance=3)
    answer = find()
    assert ids(answer) == [must.pk, new.pk, old.pk]
    assert answer.total == 3


def test_newest_first_when_asked(find: Find) -> None:
    middle = make_entry("Badge badge badge", published_at=day(2))
    old = make_entry("Badge", published_at=day(1))
    new = make_entry("The badge of others", published_at=day(3))
    assert ids(find("badge", sort=Sort.NEWEST)) == [new.pk, middle.pk, old.pk]


def test_most_reused_and_checked_last_come_first_when_asked(find: Find) -> None:
    checked = datetime.date(2026, 5, 1)
    plain = make_entry("Badge badge badge", published_at=day(4))
    once = make_entry("Badge", summary="a", reuses=1, published_at=day(1))
    often = make_entry("Badge", summary="b", reuses=7, checked_on=checked)
    later = make_entry(
        "Badge",
        summary="c",
        checked_on=checked + datetime.timedelta(days=1),
        published_at=day(2),
    )
    assert ids(find("badge", sort=Sort.REUSED)) == [
        entry.pk for entry in (often, once, plain, later)
    ]
    assert ids(find("badge", sort=Sort.CHECKED)) == [
        entry.pk for entry in (later, often, plain, once)
    ]


def test_ties_stand_in_a_fixed_order(find: Find) -> None:
    # The same words in the same number, but no duplicates.
    pairs = [make_entry("Badge", summary=f"word{n}", published_at=day(5)) for n in "ab"]
    newer = make_entry("Badge", summary="wordc", published_at=day(6))
    assert ids(find("badge")) == [newer.pk, *(entry.pk for entry in pairs)]


def test_counts_leave_out_their_own_filter_and_equal_the_total_after_a_click(
    find: Find,
) -> None:
    make_entry("Badge", facets={"theme": ["a", "b"], "country": ["be"]})
    make_entry("Badge 2", facets={"theme": ["a"], "country": ["fr"]})
    make_entry("Badge 3", facets={"theme": ["c"], "country": ["be"]}, kind="guide")
    make_entry("Letter", facets={"theme": ["a"], "country": ["be"]})
    answer = find("badge", facets={"theme": ("a",)})
    assert answer.total == 2
    assert answer.facets["theme"] == {"a": 2, "b": 1, "c": 1}
    assert answer.facets["country"] == {"be": 1, "fr": 1}
    assert answer.facets["kind"] == {"case": 2}
    for value, count in answer.facets["country"].items():
        chosen = {"theme": ("a",), "country": (value,)}
        assert find("badge", facets=chosen).total == count


def test_values_of_a_facet_add_up_and_facets_narrow_each_other(find: Find) -> None:
    one = make_entry("Badge", facets={"theme": ["a"], "year": ["2025"]})
    two = make_entry("Badge 2", facets={"theme": ["b"], "year": ["2025"]})
    make_entry("Badge 3", facets={"theme": ["b"], "year": ["2026"]})
    answer = find("badge", facets={"theme": ("a", "b"), "year": ("2025",)})
    assert set(ids(answer)) == {one.pk, two.pk}
    assert answer.facets["year"] == {"2025": 2, "2026": 1}


def test_kinds_are_counted_as_a_facet(find: Find) -> None:
    make_entry("Badge")
    guide = make_entry("Badge guide", kind="guide")
    answer = find("badge", kinds=("guide",))
    assert ids(answer) == [guide.pk]
    assert answer.facets["kind"] == {"case": 1, "guide": 1}


def test_unknown_values_find_nothing(find: Find) -> None:
    make_entry("Badge", facets={"theme": ["a"]})
    answer = find("badge", facets={"theme": ("nowhere",)})
    assert (answer.total, list(answer.hits)) == (0, [])
    assert answer.facets["theme"] == {"a": 1}


def test_pages_follow_each_other_without_gap(find: Find) -> None:
    made = {make_entry("Badge", summary=f"word{n}").pk for n in range(7)}
    pages = [find("badge", page=number, size=3) for number in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert {pk for page in pages for pk in ids(page)} == made
    assert {page.total for page in pages} == {7}


def test_closed_entries_show_in_nothing(
    find: Find, engine: Engine, crew: Group, member: User
) -> None:
    words = {"title": "Zeppelin hangar", "body": "airship"}
    tags = {"facets": {"tag": ["airship"]}}
    hidden = make_entry(**words, **tags, place=closed_place(crew))
    unknown = make_entry("Zeppelin without a place", place=None)
    answer = find("zeppelin")
    assert (answer.total, list(answer.hits), answer.facets["tag"]) == (0, [], {})
    assert not find("zepelin").total
    assert not engine.suggest("zepp", reader_of(None))
    assert engine.count([SearchRequest(q="zeppelin")], reader_of(None)) == [0]
    inside = reader_of(member)
    assert ids(find("zeppelin", inside)) == [hidden.pk]
    assert [one.entry_id for one in engine.suggest("zepp", inside)] == [hidden.pk]
    assert unknown.pk not in ids(find("", inside, size=50))


def test_freshly_closed_entries_are_gone_before_the_catalogue_knows(find: Find) -> None:
    entry = make_entry("Badge")
    reader = reader_of(None)
    closed = Reader(
        open_places=reader.open_places,
        closed_keys=frozenset([entry.key]),
        stamps=reader.stamps,
    )
    assert find("badge", reader).total == 1
    assert find("badge", closed).total == 0


def test_removed_entries_are_found_no_more(find: Find) -> None:
    entry = make_entry("Parking permits")
    assert find("parking").total == 1
    remove_entry(entry)
    assert not find("parking").total


def test_rewritten_entries_are_found_by_their_new_words(find: Find) -> None:
    entry = make_entry("Parking permits")
    make_entry("Letters for residents", key=entry.key)
    assert not find("parking").total
    assert ids(find("resident")) == [entry.pk]


def test_linked_translations_are_one_hit_in_the_readers_language(find: Find) -> None:
    key = uuid.uuid4()
    dutch = make_entry("Badge badge badge", language="nl", translation_key=key)
    french = make_entry("Un badge", language="fr", translation_key=key)
    answer = find("badge", language="fr")
    assert ids(answer) == [french.pk]
    assert answer.hits[0].folded == (dutch.pk,)
    assert (answer.total, answer.groups) == (2, 1)


def test_exact_duplicates_are_one_hit(find: Find) -> None:
    twins = [make_entry("Same badge", body="Same text.").pk for _ in range(2)]
    answer = find("badge")
    assert {*ids(answer), *answer.hits[0].folded} == set(twins)
    assert (len(answer.hits), answer.total) == (1, 2)


def test_abandoned_and_overdue_stand_lower_at_equal_match(find: Find) -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=90)
    abandoned = make_entry("A badge", summary="worda", prior=0.8)
    overdue = make_entry("A badge", summary="wordb", review_on=long_ago)
    living = make_entry("A badge", summary="wordc")
    assert ids(find("badge")) == [living.pk, overdue.pk, abandoned.pk]


def test_marks_are_the_only_markup(find: Find) -> None:
    make_entry(
        "Permits <b>&</b> badges", summary="Ask <script>alert('permits')</script>."
    )
    hit = find("permits").hits[0]
    assert hit.title.startswith("<mark>Permits</mark> &lt;b&gt;&amp;")
    assert "<script>" not in hit.snippet
    assert "<mark>permits</mark>" in hit.snippet


def test_other_forms_are_marked(find: Find) -> None:
    make_entry("Genehmigungen für Feste", language="de")
    title = find("genehmigung", language="de").hits[0].title
    assert title == "<mark>Genehmigungen</mark> für Feste"


def test_snippet_shows_the_passage_that_matches(find: Find) -> None:
    body = "Nothing here matters. " * 40 + "The zebra crossing is painted twice. "
    make_entry("Streets", summary="About streets.", body=body + "Other things. " * 40)
    snippet = find("zebra").hits[0].snippet
    assert "<mark>zebra</mark> crossing" in snippet
    assert len(snippet) < 300


def test_typo_is_forgiven_when_next_to_nothing_is_found(find: Find) -> None:
    entry = make_entry("Accessibility of letters")
    assert ids(find("accesibility")) == [entry.pk]
    assert not find("accesibility", exact=True).total


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acc", True),
        ("lett", True),
        ("letters acc", True),
        ("acess", True),
        ("ÀCCESS", True),
        ("zzz", False),
        ("?!", False),
        ('"', False),
        ("", False),
    ],
)
def test_suggestions_complete_words_and_forgive_a_typo(
    engine: Engine, typed: str, found: bool
) -> None:
    entry = make_entry("Accessibility of letters")
    in_step(engine)
    suggested = engine.suggest(typed, reader_of(None))
    assert [one.entry_id for one in suggested] == ([entry.pk] if found else [])


def test_suggestions_are_eight_at_most_and_marked(engine: Engine) -> None:
    for number in range(12):
        make_entry(f"Parking <permits> {number}")
    in_step(engine)
    suggested = engine.suggest("parki", reader_of(None))
    assert len(suggested) == 8
    assert suggested[0].title.startswith("<mark>Parking</mark> &lt;permits&gt;")


def test_several_totals_at_once(engine: Engine) -> None:
    make_entry("Parking permits", facets={"tag": ["web"]})
    make_entry("Parking badges")
    in_step(engine)
    asked = [
        SearchRequest(q="parking"),
        SearchRequest(q="parking", facets={"tag": ("web",)}),
        SearchRequest(q="parking", kinds=("guide",)),
        SearchRequest(q="nothing"),
    ]
    assert engine.count(asked, reader_of(None)) == [2, 1, 0, 0]
    assert engine.count([], reader_of(None)) == []
