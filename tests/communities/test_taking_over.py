"""From a community to the portal: taken over, named and linked."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document

from accounts.models import User
from accounts.profiles import close_account
from catalogue import drain
from communities.models import Nomination, Notice
from communities.portal import services, taking
from communities.services import change_visibility
from tests.communities.conftest import Make, Person
from tests.communities.people import client_of
from tests.communities.proposing import (
    SECRET,
    Talk,
    asked,
    editor,
    library_page,
    order,
    propose,
    publish,
    say,
    section,
    standing,
)
from tests.communities.said import comment, comments_on

# Fixtures of several files.
__all__ = ["asked", "editor", "section"]


def test_published_page_names_authors_and_community_to_whom_it_may(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open", "Forms for all")
    thread = asked(page)
    nomination = propose(page, moderator(page), thread)
    say(nomination, "Which form?", "named")
    made = taking.take_over(nomination, order(section), editor)
    publish(made)
    html = Client().get(made.url).content.decode()
    assert f'href="/communities/{page.slug}/"' in html
    assert "Forms for all" in html
    assert f"Asker{page.pk} Example" in html
    assert "/people/" not in html
    signed_in = client_of(editor).get(made.url).content.decode()
    author = nomination.consents.get(answer="named").by_id
    assert f'href="/people/{author}/"' in signed_in
    discussion = f"/communities/{page.slug}/discussions/{thread.pk}/"
    assert made.url in client_of(editor).get(discussion).content.decode()


@pytest.mark.parametrize("visibility", ["private", "confidential"])
def test_hidden_community_is_neither_named_nor_linked(
    community: Make,
    moderator: Person,
    asked: Talk,
    editor: User,
    section: Any,
    visibility: str,
) -> None:
    page = community(visibility, "Kestrel circle")
    nomination = propose(page, moderator(page), asked(page), names=True)
    say(nomination, "Which form?", "named")
    listing = client_of(editor).get("/admin/communities/proposed/").content.decode()
    one = f"/admin/communities/proposed/{nomination.pk}/"
    shown = client_of(editor).get(one).content.decode()
    made = taking.take_over(nomination, order(section), editor)
    publish(made)
    for html in (listing, shown, Client().get(made.url).content.decode()):
        assert "Kestrel circle" not in html
        assert page.slug not in html


def test_owner_lets_a_private_community_be_named(
    community: Make, owner: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("private", "Kestrel circle")
    nomination = propose(page, owner(page), asked(page), names=True)
    say(nomination, "Which form?", "named")
    made = taking.take_over(nomination, order(section), editor)
    publish(made)
    assert "Kestrel circle" in Client().get(made.url).content.decode()
    change_visibility(page, "confidential", page.owner)
    assert "Kestrel circle" not in Client().get(made.url).content.decode()


def test_moved_page_leads_from_its_old_address(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    page = community()
    keeper = member(page)
    found = library_page(page, keeper)
    before = found.url
    nomination = services.nominate_page(standing(page, moderator(page)), found)
    with pytest.raises(services.RefusedError):
        taking.take_over(nomination, order(section, way="move"), editor)
    consent = nomination.consents.get()
    services.answer(keeper, nomination, {consent.pk: "unnamed"})
    made = taking.take_over(nomination, order(section, way="move"), editor)
    drain.run_all()
    assert made.get_parent().pk == section.pk
    assert made.specific.page_owner is None
    response = Client().get(before)
    assert (response.status_code, response["Location"]) == (301, made.url)
    assert SECRET in Client().get(made.url).content.decode()
    change_visibility(page, "confidential", keeper)
    assert not Redirect.objects.exists()


@pytest.mark.usefixtures("wagtail_indexes")
def test_files_that_the_moved_page_alone_shows_go_along(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    place = community()
    keeper = member(place)
    link = '<p><a linktype="document" id="{}">A form</a></p>'
    own, shared, foreign = (
        Document.objects.create(
            title=name,
            file=ContentFile(b"text", f"{name}.txt"),
            collection_id=collection,
        )
        for name, collection in (
            ("own", place.files_id),
            ("shared", place.files_id),
            ("foreign", place.files_id and place.files.get_parent().pk),
        )
    )
    found = library_page(place, keeper)
    other = library_page(place, keeper, "Another page")
    for page, documents in ((found, (own, shared, foreign)), (other, (shared,))):
        text = "".join(link.format(each.pk) for each in documents)
        page.body = json.dumps([{"type": "paragraph", "value": text}])
        page.save_revision().publish()
    nomination = services.nominate_page(standing(place, moderator(place)), found)
    services.answer(keeper, nomination, {nomination.consents.get().pk: "named"})
    assert Client().get(own.url).status_code != 200
    taking.take_over(nomination, order(section, way="move"), editor)
    drain.run_all()
    kept = dict(Document.objects.values_list("title", "collection"))
    assert kept["own"] == section.files_id
    assert kept["shared"] == place.files_id
    assert kept["foreign"] == foreign.collection_id
    response = Client().get(own.url)
    assert response.status_code == 200
    # Read to its end, as a close by hand would close PostgreSQL's connection too.
    assert b"".join(response) == b"text"
    assert Client().get(shared.url).status_code != 200


def test_comments_stay_with_those_for_whom_they_were_written(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    page = community()
    keeper, by = member(page), moderator(page)
    found = library_page(page, keeper)
    thread = comments_on(found.page_ptr)
    comment(thread, "Ours", author=keeper, agency=keeper.agency)
    nomination = services.nominate_page(standing(page, by), found)
    services.answer(keeper, nomination, {nomination.consents.get().pk: "named"})
    made = taking.take_over(nomination, order(section, way="move"), editor)
    drain.run_all()
    thread.refresh_from_db()
    assert (thread.page, thread.community) == (None, page)
    assert "Ours" not in client_of(editor).get(made.url).content.decode()
    address = f"/communities/{page.slug}/discussions/{thread.pk}/"
    assert "Ours" in client_of(keeper).get(address).content.decode()


def test_copy_leaves_the_original(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    page = community("confidential")
    keeper = member(page)
    found = library_page(page, keeper)
    nomination = services.nominate_page(standing(page, moderator(page)), found)
    services.answer(keeper, nomination, {nomination.consents.get().pk: "named"})
    with pytest.raises(services.RefusedError):
        taking.take_over(nomination, order(section, way="move"), editor)
    made = taking.take_over(nomination, order(section), editor)
    found.refresh_from_db()
    assert found.live
    assert not made.live
    assert made.specific.page_owner == editor
    assert found.translation_key != made.translation_key


def test_comments_follow_a_page_where_the_same_people_read_them(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    page = community("open")
    keeper = member(page)
    found = library_page(page, keeper)
    thread = comments_on(found.page_ptr)
    comment(thread, "Ours", author=keeper, agency=keeper.agency)
    nomination = services.nominate_page(standing(page, moderator(page)), found)
    services.answer(keeper, nomination, {nomination.consents.get().pk: "named"})
    made = taking.take_over(nomination, order(section, way="move"), editor)
    drain.run_all()
    thread.refresh_from_db()
    assert thread.page_id == made.pk
    assert "Ours" in client_of(editor).get(made.url).content.decode()
    assert "Ours" not in Client().get(made.url).content.decode()


def test_authors_are_told_once_when_it_is_published(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open")
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "Which form?", "named")
    told = Notice.objects.filter(kind=Notice.Kind.PORTAL, verb="taken")
    made = taking.take_over(nomination, order(section), editor)
    assert not told.exists()
    publish(made)
    publish(made)
    author = nomination.consents.get(answer="named").by
    assert sorted(told.values_list("to", flat=True)) == sorted(
        [author.pk, nomination.by.pk]
    )


def test_somebody_who_closed_the_account_is_not_named(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open")
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "Which form?", "named")
    say(nomination, SECRET, "named")
    author = nomination.consents.get(comment__text=SECRET).by
    close_account(author)
    made = taking.take_over(nomination, order(section), editor)
    assert SECRET not in str(made.specific.body.raw_data)
    publish(made)
    assert author.get_full_name() not in Client().get(made.url).content.decode()


def test_page_from_a_community_takes_one_query_more(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open")
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "Which form?", "named")
    made = taking.take_over(nomination, order(section, kind="case"), editor)
    publish(made)
    counts = []
    for number in range(2):
        client = client_of(editor)
        client.get(made.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(made.url)
        counts.append(len(queries))
        if not number:
            Nomination.objects.all().delete()
            publish(made)
    assert counts[0] - counts[1] == 1
