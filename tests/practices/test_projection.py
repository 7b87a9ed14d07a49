"""What pages look like in the catalogue, and what makes it look again."""

import datetime
import json
import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from accounts.models import Agency, User
from catalogue.models import Entry, FacetValue, Importance
from catalogue.services import differences
from practices.models import (
    AgencySectionPage,
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePartner,
    CollectionPage,
    GuidePage,
)
from tests.practices.conftest import blocks, publish
from vocabulary.models import Profession, Tag, Theme

pytestmark = pytest.mark.django_db
MakeCase = Callable[..., CasePage]
Drained = Callable[[], None]


@pytest.fixture
def entry(drained: Drained) -> Callable[[Page], Entry]:
    """The entry of a page after everything waiting was taken in."""

    def find(page: Page) -> Entry:
        drained()
        return Entry.objects.get(key=f"page:{page.pk}")

    return find


def facets(entry: Entry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value in FacetValue.objects.filter(pk__in=entry.facet_ids):
        found.setdefault(value.facet, set()).add(value.value)
    return found


@pytest.fixture
def themes() -> dict[str, Theme]:
    care = Theme.objects.create(slug="care", label_en="Care")
    youth = Theme.objects.create(slug="youth", label_en="Youth", parent=care)
    return {"care": care, "youth": youth}


@pytest.fixture
def full_case(
    section: AgencySectionPage,
    other_agency: Agency,
    editor: User,
    make_case: MakeCase,
    themes: dict[str, Theme],
) -> CasePage:
    """A case that says something in every corner."""
    editor.first_name, editor.last_name = "Imke", "Saarlo"
    editor.save()
    case = make_case(
        section,
        "Counter",
        status="abandoned",
        importance=Importance.MUST_READ,
        page_owner=editor,
        review_on=datetime.date(2030, 1, 1),
        lessons="<p>Write <b>down</b> when to stop</p>",
        status_note="Budget gone",
        tools="Tablets",
        live=False,
    )
    case.themes = [themes["youth"]]
    case.readers = [Profession.objects.create(slug="front-desk", label_en="Desk")]
    accepted = Tag.objects.create(name="evening", slug="evening", state="accepted")
    proposed = Tag.objects.create(name="bieb", slug="bieb")
    case.tags.set([accepted, proposed])
    case.partners = [
        CasePartner(agency=other_agency, role="Host"),
        CasePartner(name="X"),
    ]
    case.indicators = [CaseIndicator(name="Waiting days", value=3)]
    case.assets = [CaseAsset(title="Agreement", url="https://a.example")]
    case.contacts = [
        CaseContact(name="Public Ann", email="a@b.example", public=True),
        CaseContact(name="Members Bob", email="b@b.example"),
    ]
    publish(case)
    return case


def test_case_with_everything(
    full_case: CasePage, entry: Callable[[Page], Entry]
) -> None:
    found = entry(full_case)
    assert (found.kind, found.title, found.language) == ("case", "Counter", "nl")
    assert found.url == "/noordzoom/counter/"
    assert (found.agency, found.status) == ("noordzoom", "abandoned")
    assert (found.importance, found.prior) == (2, round(1.15 * 0.8, 4))
    assert facets(found) == {
        "agency": {"noordzoom"},
        "country": {"nl"},
        "level": {"local"},
        "theme": {"youth", "care"},
        "readers": {"front-desk"},
        "tag": {"evening"},
        "status": {"abandoned"},
        "lang": {"nl"},
        "year": {str(full_case.first_published_at.year)},
        "owner": {str(full_case.page_owner_id)},
        "author": {"Public Ann"},
    }
    for words in (
        *("It took too long.", "We made it shorter.", "Write down when to stop"),
        *("Budget gone", "Tablets", "Ville de Valmont", "Host", "Waiting days"),
        "Agreement",
    ):
        assert words in found.body, words
    assert sorted(found.names.split(", ")) == ["Public Ann", "bieb", "evening"]
    assert "Bob" not in found.body + found.names + json.dumps(found.data)
    assert "@" not in found.body
    assert found.data["themes"] == ["youth", "care"]
    assert found.data["tags"] == ["evening"]
    assert "Imke" not in found.names + found.body + json.dumps(found.data)
    assert found.data["minutes"] == 1
    assert found.review_on == datetime.date(2030, 1, 1)


CELL = {"values": ["<p>In &lt;cell&gt;</p>"]}
TABLE = {"columns": [{"type": "text", "heading": "Head"}], "rows": [CELL]}
STREAM = [
    {
        "type": "callout",
        "value": {"kind": "legal", "title": "T", "text": "<p>C</p>"},
    },
    {
        "type": "steps",
        "value": {"items": [{"title": "First", "text": "<p>Go</p>"}]},
    },
    {"type": "checklist", "value": {"title": "", "items": ["Tick"]}},
    {
        "type": "table",
        "value": {"caption": "Cap", "table": {**TABLE, "caption": ""}},
    },
    {"type": "quote", "value": {"text": "Said", "source": "Who"}},
    {
        "type": "picture",
        "value": {
            "image": None,
            "source_url": "https://x.example/p.png",
            "alt": "Alt words",
            "decorative": False,
            "caption": "",
        },
    },
    {
        "type": "video",
        "value": {"url": "https://vimeo.com/76979871", "title": "Film"},
    },
    {"type": "code", "value": {"language": "sql", "code": "SELECT 1"}},
]


def test_blocks_become_plain_text_whoever_reads(
    section: AgencySectionPage,
    make_case: MakeCase,
    entry: Callable[[Page], Entry],
) -> None:
    body = entry(make_case(section, solution=json.dumps(STREAM))).body
    for words in (
        "First",
        "Go",
        "Tick",
        "Head",
        "In <cell>",
        "Cap",
        "Said Who",
        "Film",
    ):
        assert words in body, words
    assert "Alt words" in body
    assert "SELECT 1" in body
    for mark in ("<p>", "Legal", "legal", "vimeo", "x.example"):
        assert mark not in body, mark


def test_guide_counts_its_sections(
    section: AgencySectionPage,
    make_guide: Callable[..., GuidePage],
    entry: Callable[[Page], Entry],
) -> None:
    guide = make_guide(
        section,
        sections=5,
        in_short="<p>Three lines</p>",
        applies_from=datetime.date(2027, 1, 1),
    )
    found = entry(guide)
    assert found.data["steps"] == 5
    assert found.data["applies_from"] == "2027-01-01"
    assert "Three lines" in found.body
    assert "Part 5 Text 5" in found.body


def test_section_is_found_by_every_name_of_its_agency(
    agency: Agency, section: AgencySectionPage, entry: Callable[[Page], Entry]
) -> None:
    agency.name_fr, agency.acronym = "Bord du Nord", "NZ"
    agency.save()
    found = entry(section)
    assert found.kind == "agency"
    for name in ("Noordzoom", "Bord du Nord", "NZ"):
        assert name in found.body


def test_country_and_level_of_the_page_come_before_those_of_the_agency(
    section: AgencySectionPage, make_case: MakeCase, entry: Callable[[Page], Entry]
) -> None:
    found = facets(entry(make_case(section, country="be", level="national")))
    assert (found["country"], found["level"]) == ({"be"}, {"national"})


def change_agency(case: CasePage) -> None:
    agency = case.agency
    agency.slug = "renamed"
    agency.save()


def change_partner(case: CasePage) -> None:
    agency = case.partners.get().agency
    agency.name_fr = "Commune neuve"
    agency.save()


def change_owner(case: CasePage) -> None:
    case.page_owner.delete()


def change_theme(_case: CasePage) -> None:
    theme = Theme.objects.get(slug="care")
    theme.slug = "wellbeing"
    theme.save()


def change_tag(_case: CasePage) -> None:
    tag = Tag.objects.get(slug="evening")
    tag.state = Tag.State.ACCEPTED
    tag.save()


def change_profession(_case: CasePage) -> None:
    profession = Profession.objects.get()
    profession.slug = "counter-staff"
    profession.save()


@pytest.mark.parametrize(
    "change",
    [
        change_agency,
        change_partner,
        change_owner,
        change_theme,
        change_tag,
        change_profession,
    ],
)
def test_changed_words_reach_the_pages_that_use_them(
    change: Callable[[CasePage], None],
    section: AgencySectionPage,
    other_agency: Agency,
    editor: User,
    make_case: MakeCase,
    themes: dict[str, Theme],
    entry: Callable[[Page], Entry],
    drained: Drained,
) -> None:
    case = make_case(section, page_owner=editor, live=False)
    case.themes = [themes["youth"]]
    case.readers = [Profession.objects.create(slug="front-desk", label_en="Desk")]
    case.tags.set([Tag.objects.create(name="evening", slug="evening")])
    case.partners = [CasePartner(agency=other_agency)]
    publish(case)
    before = entry(case)
    change(CasePage.objects.get(pk=case.pk))
    after = entry(case)
    assert after.version > before.version
    assert after.content_hash != before.content_hash
    assert differences() == {"missing": [], "extra": [], "stale": []}


def wall(page: Page) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name=str(uuid.uuid4())))
    return restriction


def test_collection_speaks_of_public_pages_only(
    section: AgencySectionPage,
    other_section: AgencySectionPage,
    make_case: MakeCase,
    make_guide: Callable[..., GuidePage],
    make_collection: Callable[..., CollectionPage],
    entry: Callable[[Page], Entry],
) -> None:
    case, guide = make_case(section, "Open case"), make_guide(section, "Open guide")
    walled = make_case(other_section, "Walled case")
    draft = make_case(section, "Draft case", live=False)
    restriction = wall(walled)
    collection = make_collection(section, case, guide, walled, draft)
    found = entry(collection)
    assert found.data["items"] == {"case": 1, "guide": 1}
    assert "Note on Open case" in found.body
    assert "Walled" not in found.body
    assert "Draft" not in found.body
    restriction.delete()
    assert entry(collection).data["items"] == {"case": 2, "guide": 1}
    section_wall = wall(other_section)
    assert entry(collection).data["items"] == {"case": 1, "guide": 1}
    section_wall.delete()
    publish(draft)
    assert entry(collection).data["items"] == {"case": 3, "guide": 1}
    case.unpublish()
    assert entry(collection).data["items"] == {"case": 2, "guide": 1}
    guide.delete()
    assert entry(collection).data["items"] == {"case": 2}
    assert differences() == {"missing": [], "extra": [], "stale": []}


def test_alias_and_draft_are_no_entries(
    section: AgencySectionPage, make_case: MakeCase, drained: Drained
) -> None:
    case = make_case(section)
    case.create_alias(parent=section, update_slug="twin")
    make_case(section, live=False)
    drained()
    assert Entry.objects.live().filter(kind="case").count() == 1


def test_draft_of_a_live_page_stays_out(
    section: AgencySectionPage,
    make_case: MakeCase,
    entry: Callable[[Page], Entry],
) -> None:
    case = make_case(section, "Public title")
    version = entry(case).version
    case.title = "Secret title"
    case.problem = blocks("Secret problem")
    case.save_revision()
    found = entry(case)
    assert found.version == version
    assert "Secret" not in found.title + found.body


def test_projection_is_the_same_in_every_language_of_the_interface(
    section: AgencySectionPage,
    make_case: MakeCase,
    drained: Drained,
) -> None:
    callout = {"kind": "legal", "title": "T", "text": "<p>C</p>"}
    stream = json.dumps([{"type": "callout", "value": callout}])
    make_case(section, status="pilot", solution=stream)
    drained()

    with translation.override("fr"):
        assert differences()["stale"] == []
