"""Translate: a linked draft beside the original, and whether it follows."""

import datetime
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, PageLogEntry

from accounts.models import User
from catalogue import drain
from hub.models import HomePage, StandardPage
from practices import translating
from practices.models import (
    AgencySectionPage,
    CaseContact,
    CaseIndicator,
    CasePage,
    TranslationLink,
)
from tests.practices.conftest import person, publish, wall
from tests.practices.form_data import page_form
from vocabulary.models import Tag, Theme

pytestmark = pytest.mark.django_db
MakePage = Callable[..., Any]
SignIn = Callable[[User], Client]


@pytest.fixture
def case(section: AgencySectionPage, make_case: MakePage, editor: User) -> CasePage:
    case = make_case(
        section,
        "Counter",
        importance=2,
        review_on=datetime.date(2027, 1, 1),
        live=False,
        locale=Locale.objects.get(language_code="nl"),
    )
    case.themes = [Theme.objects.create(slug="care", label_en="Care")]
    case.tags.set([Tag.objects.create(name="evening", slug="evening")])
    case.indicators = [CaseIndicator(name="Waiting", value=5)]
    case.contacts = [CaseContact(name="Ann", email="ann@noordzoom.example")]
    return publish(case)


def address(page: Page, what: str = "translate") -> str:
    return f"/admin/practices/{page.pk}/{what}/"


def start(client: Client, page: Page, language: str = "fr") -> Page:
    answer = client.post(address(page), {"language": language})
    draft = translating.versions(page).get(locale__language_code=language)
    assert answer.url == f"/admin/pages/{draft.pk}/edit/"
    return draft.specific


def publish_again(page: Any) -> None:
    """Publish a page a moment later than it was."""
    publish(page)
    later = page.last_published_at + datetime.timedelta(days=3)
    Page.objects.filter(pk=page.pk).update(last_published_at=later)
    page.refresh_from_db()


def test_translate_makes_a_linked_draft_with_all_that_is_not_language(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    draft = start(signed_in(editor), case)
    assert not draft.live
    assert draft.locale.language_code == "fr"
    assert draft.translation_key == case.translation_key
    assert draft.get_parent() == case.get_parent()
    assert draft.slug == "counter-fr"
    assert (draft.owner, draft.page_owner) == (editor, editor)
    assert (draft.importance, draft.review_on) == (2, case.review_on)
    assert [each.name for each in draft.indicators.all()] == ["Waiting"]
    assert [each.name for each in draft.contacts.all()] == ["Ann"]
    assert list(draft.themes.all()) == list(case.themes.all())
    assert [tag.name for tag in draft.tags.all()] == ["evening"]
    assert draft.first_published_at is None
    link = draft.translation_link
    assert (link.original_id, link.seen_at) == (case.pk, case.last_published_at)
    assert PageLogEntry.objects.filter(page=draft.pk, action=translating.TRANSLATED)


def test_original_keeps_its_rows(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    start(signed_in(editor), case)
    case = CasePage.objects.get(pk=case.pk)
    assert case.live
    assert case.indicators.count() == case.contacts.count() == 1
    assert case.tags.count() == 1


def test_draft_takes_the_published_text_not_someones_draft_of_the_original(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    case.title = "Not published yet"
    case.save_revision()
    assert start(signed_in(editor), case).title == "Counter"


def test_second_click_leads_to_the_draft_that_exists(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    first, second = start(client, case), start(client, case)
    assert first.pk == second.pk
    assert translating.versions(case).count() == 1
    assert TranslationLink.objects.count() == 1


def test_translation_of_a_translation_is_one_more_version(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    french = start(client, case)
    german = start(client, french, "de")
    assert german.translation_key == case.translation_key
    assert german.slug == "counter-de"
    assert german.translation_link.original_id == french.pk
    # One language of each: the original's own is taken as well.
    assert client.post(address(german), {"language": "nl"}).url.endswith(
        f"/{case.pk}/edit/"
    )


@pytest.mark.parametrize("language", ["xx", "", "nl", "fr'--", "FR"])
def test_unknown_languages_make_nothing(
    case: CasePage, editor: User, signed_in: SignIn, language: str
) -> None:
    answer = signed_in(editor).post(address(case), {"language": language})
    assert answer.status_code == 200
    assert not translating.versions(case).exists()


def test_page_offers_missing_languages_and_lists_the_others(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    draft = start(client, case)
    page = client.get(address(case)).content.decode()
    assert 'value="de"' in page
    assert 'value="fr"' not in page
    assert 'value="nl"' not in page
    assert f"/admin/pages/{draft.pk}/edit/" in page


def test_guides_collections_and_drafts_are_translated_too(
    section: AgencySectionPage,
    make_case: MakePage,
    make_guide: MakePage,
    make_collection: MakePage,
    editor: User,
    signed_in: SignIn,
) -> None:
    client = signed_in(editor)
    draft = make_case(section, live=False)
    guide, collection = make_guide(section), make_collection(section, draft)
    assert len(start(client, guide).sections) == 2
    assert start(client, collection).items.count() == 1
    assert start(client, draft).translation_link.seen_at is None


def test_own_wall_of_the_original_stands_around_the_draft(
    case: CasePage, section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    agents, few = Group.objects.create(name="many"), Group.objects.create(name="few")
    wall(section, agents)
    wall(case, few)
    editor.groups.add(agents, few)
    draft = start(signed_in(editor), case)
    assert [list(w.groups.all()) for w in draft.view_restrictions.all()] == [[few]]


def test_editors_of_other_agencies_cannot(
    case: CasePage, other_section: AgencySectionPage, signed_in: SignIn
) -> None:
    client = signed_in(
        person("stranger", other_section.agency, other_section.publishers)
    )
    for answer in (
        client.get(address(case)),
        client.post(address(case), {"language": "fr"}),
    ):
        assert answer.status_code in (302, 403)
    assert not translating.versions(case).exists()


def test_sections_and_home_have_no_translations(
    section: AgencySectionPage, admin: User, signed_in: SignIn
) -> None:
    for page in (section, section.get_parent()):
        answer = signed_in(admin).post(address(page), {"language": "fr"})
        assert answer.status_code == 302
        assert not translating.versions(page).exists()


def test_buttons_lead_to_translate(
    case: CasePage, section: AgencySectionPage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    for url in (f"/admin/pages/{case.pk}/edit/", f"/admin/pages/{section.pk}/"):
        assert address(case) in client.get(url).content.decode()


def test_translation_is_behind_when_the_original_is_published_again(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    draft = start(signed_in(editor), case)
    assert not translating.is_behind(draft)
    case.save_revision()
    assert not translating.is_behind(Page.objects.get(pk=draft.pk))
    publish_again(case)
    draft = Page.objects.get(pk=draft.pk)
    assert translating.is_behind(draft)
    assert list(translating.behind_for(editor)) == [draft]
    case.unpublish()
    assert not translating.is_behind(Page.objects.get(pk=draft.pk))
    assert not translating.behind_for(editor)


def test_original_that_is_gone_leaves_the_translation_alone(
    case: CasePage, publisher: User, signed_in: SignIn, client: Client
) -> None:
    draft = publish(start(signed_in(publisher), case))
    publish_again(case)
    case.delete()
    draft = CasePage.objects.get(pk=draft.pk)
    assert draft.translation_link.original is None
    assert translating.origin_of(draft) is None
    assert client.get(draft.url).status_code == 200
    edit = signed_in(publisher).get(f"/admin/pages/{draft.pk}/edit/")
    assert edit.status_code == 200
    assert 'id="original"' not in edit.content.decode()


def test_editor_sees_the_original_and_what_changed(
    case: CasePage, publisher: User, signed_in: SignIn
) -> None:
    client = signed_in(publisher)
    draft = start(client, case)
    page = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert "This is a translation from" in page
    assert "It took too long." in page
    assert 'name="follows_original"' not in page
    then = case.latest_revision_id
    case.title = "Counter renewed"
    publish_again(case)
    page = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    comparison = f"/admin/pages/{case.pk}/revisions/compare/{then}...live/"
    assert comparison in page
    assert 'name="follows_original"' in page
    shown = client.get(comparison)
    assert "renewed" in shown.content.decode()


def test_saying_that_it_follows_takes_the_state_that_was_seen(
    case: CasePage, editor: User, signed_in: SignIn
) -> None:
    client = signed_in(editor)
    draft = start(client, case)
    publish_again(case)
    url = address(draft, "original")
    state = translating.origin_of(Page.objects.get(pk=draft.pk)).state
    assert state in client.get(url).content.decode()
    publish_again(case)
    # The original changed again after the page was opened.
    answer = client.post(url, {"state": state})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "changed again meanwhile" in said[-1]
    for wrong in ("", "x", "2999-01-01T00:00:00+00:00"):
        client.post(url, {"state": wrong})
    assert translating.is_behind(Page.objects.get(pk=draft.pk))
    client.post(url, {"state": case.last_published_at.isoformat()})
    assert not translating.is_behind(Page.objects.get(pk=draft.pk))
    log = PageLogEntry.objects.filter(page=draft.pk, action=translating.FOLLOWED)
    assert [entry.user for entry in log] == [editor]


def test_others_cannot_say_that_it_follows(
    case: CasePage,
    editor: User,
    other_section: AgencySectionPage,
    signed_in: SignIn,
) -> None:
    draft = start(signed_in(editor), case)
    publish_again(case)
    client = signed_in(
        person("stranger", other_section.agency, other_section.publishers)
    )
    state = {"state": case.last_published_at.isoformat()}
    assert client.post(address(draft, "original"), state).status_code in (302, 403)
    assert translating.is_behind(Page.objects.get(pk=draft.pk))


def test_the_way_to_follow_names_no_original_behind_a_wall(
    case: CasePage, private: CasePage, editor: User, signed_in: SignIn
) -> None:
    """The original may have been moved, or closed, after it was translated."""
    client = signed_in(editor)
    draft = start(client, case)
    link = TranslationLink.objects.filter(page_id=draft.pk)
    link.update(original_id=private.pk, seen_at=None)
    assert translating.is_behind(Page.objects.get(pk=draft.pk))
    answer = client.get(address(draft, "original"))
    assert answer.status_code == 302
    assert private.slug not in answer.content.decode()


@pytest.mark.parametrize("ticked", [True, False])
def test_only_the_tick_lets_a_publication_follow(
    case: CasePage, publisher: User, signed_in: SignIn, ticked: bool
) -> None:
    client = signed_in(publisher)
    draft = start(client, case)
    publish_again(case)
    tick = {"follows_original": case.last_published_at.isoformat()} if ticked else {}
    form = page_form(
        CasePage,
        title="Guichet",
        slug=draft.slug,
        language="fr",
        agency=str(draft.agency_id),
        importance="2",
    )
    saved = {**form, **tick}
    client.post(f"/admin/pages/{draft.pk}/edit/", saved)
    assert translating.is_behind(Page.objects.get(pk=draft.pk))
    client.post(f"/admin/pages/{draft.pk}/edit/", {**saved, "action-publish": "1"})
    draft = CasePage.objects.get(pk=draft.pk)
    assert draft.live
    assert draft.title == "Guichet"
    assert translating.is_behind(draft) is not ticked


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_clicks_at_once_make_one_draft(
    section: AgencySectionPage,
    make_case: MakePage,
    editor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = make_case(section)
    copying = threading.Event()
    copy = CasePage.copy

    def slowly(self: CasePage, *args: Any, **kwargs: Any) -> Page:
        copying.set()
        time.sleep(0.5)
        return copy(self, *args, **kwargs)

    monkeypatch.setattr(CasePage, "copy", slowly)
    made: list[int] = []

    def click() -> None:
        try:
            made.append(translating.translate(case, "fr", editor).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, daemon=True) for _ in range(2)]
    threads[0].start()
    assert copying.wait(20)
    threads[1].start()
    for thread in threads:
        thread.join(20)
    assert len(made) == 2
    assert made[0] == made[1]
    assert translating.versions(case).count() == 1


def test_standard_pages_are_translated_by_those_who_may_write_there(
    admin: User, publisher: User, signed_in: SignIn, client: Client
) -> None:
    page = StandardPage(title="House rules", body="<p>Be kind.</p>")
    page.locale = Locale.objects.get(language_code="en")
    HomePage.objects.get().add_child(instance=page)
    answer = signed_in(publisher).post(address(page), {"language": "fr"})
    assert answer.status_code in (302, 403)
    assert not translating.versions(page).exists()
    draft = start(signed_in(admin), page)
    assert "Be kind." in draft.body
    publish(draft)
    drain.run_all()
    french = {"accept-language": "fr"}
    shown = client.get(page.url, headers=french).content.decode()
    assert f'href="{draft.url}" hreflang="fr"' in shown
