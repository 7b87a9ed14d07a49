"""Loading the demo: once, whole, and gone without a trace."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from accounts.models import Agency, User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Change, Entry
from communities.mandates import mandated
from communities.models import Comment, CommunityPage, Thread
from communities.services import ensure_index
from hub.demo import loader, people
from practices.completeness import completeness
from practices.models import CasePage, GuidePage
from practices.translating import origin_of
from vocabulary.models import Tag, Theme

# Grow with what anybody reads or changes; they say nothing about the demo.
NOT_COUNTED = {
    f"catalogue.{name}" for name in ("Entry", "FacetValue", "Place", "Stamp")
}


@dataclass
class Loaded:
    """What loading the demo met, said and used."""

    before: Counter[str]
    printed: str
    secret: str


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    """The demo, loaded once for this file and rolled back at its end."""
    folder = tmp_path_factory.mktemp("var")
    with (
        django_db_blocker.unblock(),
        override_settings(DEBUG=True, VAR_DIR=folder),
        transaction.atomic(),
    ):
        # The list of communities stays, as it does once somebody made a community.
        ensure_index()
        drain.run_all()
        before = rows()
        printed = run()
        with django_db_blocker.block():
            yield Loaded(before, printed, people.password(folder))
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Loaded, db: None) -> Loaded:
    """The demo as it was loaded; what a test does to it is undone."""
    return loaded


def run() -> str:
    """Load the demo; return what was printed."""
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def rows() -> Counter[str]:
    """How many rows each model has."""
    return Counter(
        {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and model._meta.label not in NOT_COUNTED
        }
    )


def live(**filters: object) -> int:
    return Entry.objects.live().filter(**filters).count()


def test_every_page_is_published_with_a_history_and_found(demo):
    pages = loader.demo_pages().live()
    assert pages.count() == 73
    assert not pages.filter(live_revision=None).exists()
    assert not Change.objects.exists()
    kinds = ("case", "guide", "collection")
    assert [live(kind=kind) for kind in kinds] == [50, 15, 8]


def test_agencies_have_sections_and_their_pages_stand_there(demo):
    assert Agency.objects.count() == 12
    for page in [*CasePage.objects.all(), *GuidePage.objects.all()]:
        assert page.get_parent().specific == page.agency.section


def test_every_case_answers_ten_of_the_twelve_questions(demo):
    answered = {page.slug: completeness(page) for page in CasePage.objects.all()}
    assert {found.total for found in answered.values()} == {12}
    assert {slug for slug, found in answered.items() if found.answered < 10} == set()


def test_sixty_people_belong_to_their_agencies_and_one_is_a_guest(demo):
    assert User.objects.filter(is_guest=False).count() == 60
    assert [user.agency for user in User.objects.filter(is_guest=True)] == [None]
    assert {agency.users.count() for agency in Agency.objects.all()} == {5}


def test_translations_are_joined_and_keep_their_language(demo):
    versions = CasePage.objects.filter(slug="terugvorderingsbrieven-herschrijven")
    french, dutch = CasePage.objects.filter(
        translation_key=versions.get().translation_key
    ).order_by("locale__language_code")
    assert [page.locale.language_code for page in (french, dutch)] == ["fr", "nl"]


def test_ten_translations_name_their_original_and_follow_it(demo):
    pages = CasePage.objects.exclude(translation_link=None)
    origins = {page.slug: origin_of(page) for page in pages}
    assert len(origins) == 10
    assert {found.is_behind for found in origins.values()} == {False}
    dutch = origins["terugvorderingsbrieven-herschrijven"]
    assert dutch.original.slug == "reecrire-les-lettres-d-indu"


def test_links_between_pages_lead_somewhere(demo):
    body = GuidePage.objects.get(slug="write-a-letter-people-can-act-on").body
    case = CasePage.objects.get(slug="reecrire-les-lettres-d-indu")
    assert f'<a linktype="page" id="{case.pk}">' in str(body.get_prep_value())


def test_the_drill_is_for_signed_in_agents_only(demo):
    case = CasePage.objects.get(slug="notbetrieb-auf-papier-ueben")
    found = Entry.objects.filter(key=f"page:{case.pk}")
    agent = User.objects.get(email="agent@demo.example")
    assert not found.readable_by(reader_of(AnonymousUser())).exists()
    assert found.readable_by(reader_of(agent)).exists()


def test_every_page_is_shown_and_the_drill_asks_to_sign_in(demo):
    shown = {page.slug: Client().get(page.url) for page in loader.demo_pages()}
    drill = shown.pop("notbetrieb-auf-papier-ueben")
    assert drill.status_code == 302
    assert {answer.status_code for answer in shown.values()} == {200}
    linked = shown["write-a-letter-people-can-act-on"].content.decode()
    assert 'href="/family-support/reecrire-les-lettres-d-indu/"' in linked


def test_words_are_accepted_and_in_four_languages(demo):
    assert Tag.objects.accepted().count() == Tag.objects.count() >= 25
    theme = Theme.objects.get(slug="plain-language")
    assert theme.parent.label_de == "Kontakt mit Bürgerinnen und Bürgern"


def test_pages_and_people_carry_their_tags(demo):
    case = CasePage.objects.get(slug="plan-canicule-appeler-d-abord")
    assert set(case.tags.slugs()) == {"heatwave", "home-visits", "vulnerable-people"}
    owner = User.objects.get(last_name="Ouazzani")
    assert {tag.slug for tag in owner.expertise.all()} == {
        "energy-renovation",
        "heatwave",
    }


def test_each_account_signs_in_with_the_printed_password(demo):
    assert demo.secret in demo.printed
    for email, _role in people.accounts():
        assert email in demo.printed
        answer = Client().post(
            "/account/login/", {"login": email, "password": demo.secret}
        )
        assert answer.status_code == 302


def test_owners_of_pages_cannot_sign_in(demo):
    assert not User.objects.get(last_name="Claessens").has_usable_password()


def test_rights_follow_the_role(demo):
    page = Page.objects.get(slug="robot-conversationnel-etat-civil")
    other = Page.objects.get(slug="straatmeldingen-openbaar-op-de-kaart")
    rights = {
        name: page.permissions_for_user(User.objects.get(email=f"{name}@demo.example"))
        for name in ("agent", "editor", "publisher", "administrator")
    }
    assert [rights[name].can_edit() for name in rights] == [False, True, True, True]
    assert [rights[name].can_publish() for name in rights] == [False, False, True, True]
    editor = User.objects.get(email="editor@demo.example")
    assert not other.permissions_for_user(editor).can_edit()


def test_a_second_run_changes_nothing_and_keeps_what_editors_did(demo):
    page = CasePage.objects.get(slug="avondloket-in-de-bibliotheek")
    page.title = "Changed by an editor"
    page.save_revision().publish()
    CasePage.objects.get(slug="notbetrieb-auf-papier-ueben").delete()
    before, latest = rows(), Revision.objects.latest("pk").pk
    assert run() == demo.printed
    assert rows() == before
    assert Revision.objects.latest("pk").pk == latest
    page.refresh_from_db()
    assert page.title == "Changed by an editor"


def test_removing_leaves_the_hub_as_it_was(demo):
    assert rows() != demo.before
    assert loader.remove() == []
    assert rows() == demo.before
    assert live() == 0


def test_removing_keeps_the_agency_and_words_that_others_use(demo):
    agency = Agency.objects.get(slug="wilgendam")
    own = CasePage(title="Our own case", slug="own", summary="Ours.", agency=agency)
    agency.section.add_child(instance=own)
    own.themes.add(Theme.objects.get(slug="open-data"))
    own.save()
    assert loader.remove() == [str(agency)]
    assert CasePage.objects.get() == own
    assert set(Theme.objects.values_list("slug", flat=True)) == {"data", "open-data"}
    assert not Tag.objects.exists()
    assert not User.objects.exists()


def test_comments_are_spread_over_weeks_of_working_hours(demo):
    found = Comment.objects.values_list("created_at", flat=True)
    times = [timezone.localtime(each) for each in found]
    assert len(times) >= 460
    assert len({each.date() for each in times}) > 30
    assert max(times) <= timezone.now()
    late = [each for each in times if each.hour not in range(7, 20)]
    # Whatever is said in the last hours is said just now, at any hour.
    assert len(late) < 30


def test_who_writes_for_an_agency_has_its_mandate(demo):
    written = Comment.objects.filter(for_agency=True)
    writers = User.objects.filter(pk__in=written.values("author"))
    assert writers.count() == 4
    assert set(mandated(writers)) == set(writers)


def test_counts_of_the_demo_are_those_of_its_rows(demo):
    for thread in Thread.objects.all():
        visible = thread.comments.filter(state=Comment.State.VISIBLE, is_opening=False)
        assert thread.replies == visible.count()
    for comment in Comment.objects.exclude(useful=0):
        assert comment.useful == comment.reactions.filter(kind="useful").count()


def test_strangers_find_nothing_of_the_confidential_community(demo, client):
    page = CommunityPage.objects.get(visibility="confidential")
    for address in ("/communities/", "/search/?q=Drehbuch", "/sitemap.xml", "/"):
        assert "Sturmflut" not in client.get(address).content.decode()
    assert client.get(page.url).status_code == 404
