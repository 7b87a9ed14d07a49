"""What stock Wagtail with modelsearch gets wrong, and the catalogue must not.

Each test states the stock behaviour that it would fail on (measured with Wagtail 8.0
and modelsearch 1.3.2).
"""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import PageViewRestriction

from accounts.models import Agency, User
from catalogue import access, drain
from catalogue.models import Change, Entry, FacetValue
from practices.models import AgencySectionPage, CasePage
from vocabulary.models import Tag, Theme


@pytest.fixture
def section(transactional_db: None) -> AgencySectionPage:
    agency = Agency.objects.create(slug="harbour", name_en="Harbour Office")
    return AgencySectionPage.objects.get(agency=agency)


def new_case(section: AgencySectionPage, title: str = "Cranes") -> CasePage:
    return CasePage(title=title, agency=section.agency, status="pilot")


def entry_of(case: CasePage) -> Entry:
    return Entry.objects.get(key=f"page:{case.pk}")


def values(entry: Entry, facet: str) -> set[str]:
    rows = FacetValue.objects.filter(pk__in=entry.facet_ids, facet=facet)
    return set(rows.values_list("value", flat=True))


def test_tags_themes_and_children_are_there_after_the_first_save(
    section: AgencySectionPage,
) -> None:
    """Stock: post_save runs before tags, relations and children are written."""
    case = new_case(section)
    case.tags.add(Tag.objects.create(name="quay", slug="quay", state="accepted"))
    case.themes = [Theme.objects.create(slug="ports", label_en="Ports")]
    case.indicators.create(name="Waiting time of barges", value=4)
    section.add_child(instance=case)
    entry = entry_of(case)
    assert values(entry, "tag") == {"quay"}
    assert values(entry, "theme") == {"ports"}
    assert "Waiting time of barges" in entry.body
    assert entry.version == 1


def test_rolled_back_save_leaves_no_ghost(section: AgencySectionPage) -> None:
    """Stock: the index is written inside the transaction and keeps the ghost."""
    with transaction.atomic():
        section.add_child(instance=new_case(section, "Ghost"))
        transaction.set_rollback(True)
    drain.run_all()
    assert not Entry.objects.filter(title="Ghost").exists()
    assert not Change.objects.exists()


def test_moving_a_section_moves_the_addresses_of_all_below(
    section: AgencySectionPage,
) -> None:
    """Stock: only the moved page itself is written again."""
    case = new_case(section)
    section.add_child(instance=case)
    assert entry_of(case).url == "/harbour/cranes/"
    section.slug = "port"
    section.save()
    assert entry_of(case).url == "/port/cranes/"


def test_private_pages_are_found_by_their_group_and_counted_for_nobody_else(
    section: AgencySectionPage,
) -> None:
    """Stock: public() hides them from everyone, and facets count them for everyone."""
    case = new_case(section)
    section.add_child(instance=case)
    crew = Group.objects.create(name="crew")
    wall = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    wall.groups.add(crew)
    insider = User.objects.create_user("insider", "insider@harbour.example")
    insider.groups.add(crew)
    for user, found in ((insider, 1), (None, 0)):
        cases = Entry.objects.readable_by(access.reader_of(user)).of_kind("case")
        assert cases.count() == found


@pytest.mark.parametrize(
    ("model", "slug", "facet"), [(Tag, "quay", "tag"), (Theme, "ports", "theme")]
)
def test_renaming_a_tag_or_theme_reaches_all_that_carries_it(
    section: AgencySectionPage, model: type, slug: str, facet: str
) -> None:
    """Stock: saving a related object touches no page."""
    word = model.objects.create(slug=slug, label_en="Old")
    word.__class__.objects.filter(pk=word.pk).update(**accepted(model))
    case = new_case(section)
    if model is Tag:
        case.tags.add(Tag.objects.get(pk=word.pk))
    else:
        case.themes = [word]
    section.add_child(instance=case)
    assert values(entry_of(case), facet) == {slug}
    word = model.objects.get(pk=word.pk)
    word.slug = "renamed"
    word.save()
    assert values(entry_of(case), facet) == {"renamed"}


def accepted(model: type) -> dict[str, str]:
    """What makes a tag a facet; themes always are."""
    return {"state": "accepted", "name": "Old"} if model is Tag else {"label_en": "Old"}


def test_renaming_an_agency_or_deleting_an_owner_reaches_its_pages(
    section: AgencySectionPage,
) -> None:
    """Stock: the name of a related object stays as it was when the page was saved."""
    owner = User.objects.create_user("ines", "ines@harbour.example", first_name="Ines")
    case = new_case(section)
    case.page_owner = owner
    section.add_child(instance=case)
    assert values(entry_of(case), "owner") == {str(owner.pk)}
    version = entry_of(case).version
    owner.first_name = "Inès-Marie"
    owner.save()
    # Pages tell nobody's name, so nothing of them is new.
    assert entry_of(case).version == version
    owner.delete()
    assert values(entry_of(case), "owner") == set()
    section.agency.slug = "port-authority"
    section.agency.name_en = "Port Authority"
    section.agency.save()
    assert entry_of(case).agency == "port-authority"


def test_deleting_a_tag_takes_it_from_its_pages(section: AgencySectionPage) -> None:
    """Stock: rows that die in a cascade tell nobody."""
    tag = Tag.objects.create(name="quay", slug="quay", state="accepted")
    case = new_case(section)
    case.tags.add(tag)
    section.add_child(instance=case)
    assert values(entry_of(case), "tag") == {"quay"}
    tag.delete()
    assert values(entry_of(case), "tag") == set()


def test_facets_count_more_than_ten_values(section: AgencySectionPage) -> None:
    """Stock: Elasticsearch's terms aggregation ends after ten values."""
    for number in range(15):
        tag = Tag.objects.create(
            name=f"tag {number}", slug=f"tag-{number}", state="accepted"
        )
        case = new_case(section, f"Case {number}")
        case.tags.add(tag)
        section.add_child(instance=case)
    drain.run_all()
    numbers = {
        number for entry in Entry.objects.of_kind("case") for number in entry.facet_ids
    }
    assert FacetValue.objects.filter(pk__in=numbers, facet="tag").count() == 15
