"""The first page of the editing pages: what waits for whoever opens it."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Agency, JoinRequest, User
from accounts.services import knowledge_managers
from practices.models import AgencySectionPage, CasePage, TranslationLink
from tests.hub.conftest import Make
from vocabulary.models import Tag


@pytest.fixture
def editor(client: Client, agent: User, section: AgencySectionPage) -> Client:
    """The browser of somebody who edits the section."""
    agent.groups.add(section.editors)
    agent.interface_language = "en"
    agent.save()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def home(client: Client) -> str:
    page = client.get("/admin/").content.decode()
    return page[page.index("<main") :]


def keep(page: CasePage, owner: User, days: int) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    CasePage.objects.filter(pk=page.pk).update(page_owner=owner, review_on=day)


def test_admin_wears_the_hubs_dress(editor: Client) -> None:
    page = editor.get("/admin/").content.decode()
    assert "Editing Practice Hub" in page
    assert "- Practice Hub</title>" in page
    assert "hub-admin.css" in page
    assert "icon.svg" in page
    assert "hub-logo" in page
    # How many pictures there are helps nobody.
    assert "/admin/images/" not in page[page.index("<main") :]


def test_editor_sees_own_pages_that_are_due_and_no_others(
    editor: Client, publish: Make, agent: User
) -> None:
    keep(publish("case", "Mine and due"), agent, -2)
    keep(publish("case", "Mine and far"), agent, 90)
    other = User.objects.create_user("olga", "olga@lantern.example", "-")
    keep(publish("case", "Of somebody else"), other, -2)
    page = home(editor)
    assert "To review now" in page
    assert "Mine and due" in page
    assert "Due since" in page
    assert "Mine and far" not in page
    assert "Of somebody else" not in page


def test_translation_behind_its_original_is_listed(
    editor: Client, publish: Make, agent: User
) -> None:
    original = publish("case", "Brief klar", lang="de", day=9)
    page = publish("case", "Clear letters")
    keep(page, agent, 300)
    day_before = original.last_published_at - datetime.timedelta(days=1)
    TranslationLink.objects.create(page=page, original=original, seen_at=day_before)
    assert "Translations behind their original" in home(editor)


def test_drafts_of_mine_are_listed_while_i_may_edit_them(
    editor: Client, publish: Make, agent: User, section: AgencySectionPage
) -> None:
    page = publish("case", "Clear letters")
    page.title = "Clearer letters"
    page.save_revision(user=agent)
    assert "Clearer letters" in home(editor)
    # Rights elsewhere open the editing pages, not this section.
    other = Agency.objects.create(slug="harbour", name_en="Harbour")
    agent.groups.remove(section.editors)
    agent.groups.add(AgencySectionPage.objects.get(agency=other).editors)
    assert "Clearer letters" not in home(editor)


def test_what_i_keep_in_a_section_i_may_not_edit_is_not_listed(
    editor: Client, publish: Make, agent: User, section: AgencySectionPage
) -> None:
    keep(publish("case", "Mine and due"), agent, -2)
    other = Agency.objects.create(slug="harbour", name_en="Harbour")
    agent.groups.remove(section.editors)
    agent.groups.add(AgencySectionPage.objects.get(agency=other).editors)
    assert "Mine and due" not in home(editor)


def test_knowledge_managers_see_what_waits_for_their_decision(
    editor: Client, publish: Make, agent: User
) -> None:
    publish("case", "Nobody keeps this")
    JoinRequest.objects.create(email="a@new.example", first_name="A", last_name="B")
    Tag.objects.create(slug="moss", label_en="moss", state=Tag.State.PROPOSED)
    Tag.objects.create(slug="mosses", label_en="mosses", name="mosses")
    page = home(editor)
    assert "Waiting for your decision" not in page
    assert "All pages without an owner" not in page
    agent.groups.add(knowledge_managers())
    page = home(editor)
    for words in (
        "Requests to join",
        "Proposed tags",
        "Tags to merge",
        "Nobody keeps this",
    ):
        assert words in page


def test_nothing_to_do_says_so_and_leads_to_the_lists(
    editor: Client, agent: User
) -> None:
    page = home(editor)
    for words in ("To review now", "My drafts", "behind their original"):
        assert words not in page
    assert "Nothing waits for you" in page
    for_all = ["Cases", "Due for review", "Must do", "Translations"]
    for_managers = ["Requests to join", "Invitations", "Proposed tags"]
    for_managers += ["What people search", "Pages asked for"]
    assert [words for words in for_all if f">{words}</a>" not in page] == []
    assert [words for words in for_managers if f">{words}</a>" in page] == []
    agent.groups.add(knowledge_managers())
    links = re.findall(r'<a href="(/admin/[^"]+)">([^<]+)</a>', home(editor))
    found = {words: address for address, words in links}
    for words in [*for_all, *for_managers]:
        assert editor.get(found[words]).status_code == 200


def test_panels_ask_the_same_few_questions_however_much_waits(
    editor: Client, publish: Make, agent: User
) -> None:
    home(editor)
    with CaptureQueriesContext(connection) as bare:
        home(editor)
    agent.groups.add(knowledge_managers())
    JoinRequest.objects.create(email="a@new.example", first_name="A", last_name="B")
    Tag.objects.create(slug="moss", label_en="moss", state=Tag.State.PROPOSED)
    counts = []
    for copies in (1, 6):
        for number in range(copies):
            keep(publish("case", f"Due {copies} {number}"), agent, -2)
            publish("case", f"Ownerless {copies} {number}")
        home(editor)
        with CaptureQueriesContext(connection) as asked:
            home(editor)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    # Two of them, the pages I keep and my drafts, are asked in the bare home too.
    assert counts[0] - len(bare) <= 9
