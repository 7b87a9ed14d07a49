"""Documents in the admin and on pages: states, trying again, links that are closed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection

from accounts.models import User
from catalogue import drain
from catalogue.changes import related_changed
from catalogue.models import Change
from practices import documents
from practices.models import CasePage, DocumentText, GuidePage
from tests.practices.conftest import publish, wall_files
from tests.practices.test_documents import asset, found, state_of, take_in, upload

SignIn = Callable[[User], Client]
State = DocumentText.State


@pytest.mark.parametrize("state", State.values)
def test_every_state_is_told_in_the_form_and_in_the_list(
    admin: User, signed_in: SignIn, state: str
) -> None:
    document = upload()
    DocumentText.objects.filter(document=document).update(state=state)
    text = DocumentText.objects.get(document=document)
    client = signed_in(admin)
    form = client.get(reverse("wagtaildocs:edit", args=[document.pk]))
    assert text.explanation
    assert text.explanation in form.content.decode()
    again = reverse("practices_read_again", args=[document.pk])
    assert (again in form.content.decode()) == text.is_settled
    for name in ("wagtaildocs:index", "wagtaildocs:index_results"):
        assert text.get_state_display() in client.get(reverse(name)).content.decode()


def test_document_from_before_the_queue_can_be_read(
    admin: User, signed_in: SignIn
) -> None:
    document = upload(file_size=10)
    DocumentText.objects.all().delete()
    client = signed_in(admin)
    again = reverse("practices_read_again", args=[document.pk])
    form = client.get(reverse("wagtaildocs:edit", args=[document.pk]))
    assert again in form.content.decode()
    client.post(again)
    assert documents.read_waiting() == 1


def test_list_of_documents_takes_the_same_queries_however_many(
    admin: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(admin)
    upload()
    client.get(reverse("wagtaildocs:index"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("wagtaildocs:index"))
    for _each in range(10):
        upload()
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("wagtaildocs:index"))


def test_serving_process_takes_in_what_was_too_much_for_a_request(
    section: Any, make_case: Callable[..., CasePage]
) -> None:
    document = upload()
    make_case(section, assets=[asset(document)])
    assert found() == []
    documents.keep_up()
    assert len(found()) == 1
    related_changed(f"practices.document:{document.pk}")
    documents.keep_up()
    assert not Change.objects.exists()


def test_trying_again_is_for_who_may_change_the_document(
    editor: User, other_section: Any, section: Any, signed_in: SignIn
) -> None:
    own = upload(collection=Collection.objects.get(pk=section.files_id))
    others = upload(collection=Collection.objects.get(pk=other_section.files_id))
    documents.read_waiting()
    client = signed_in(editor)
    for document in (own, others):
        client.post(reverse("practices_read_again", args=[document.pk]))
    assert (state_of(own), state_of(others)) == (State.WAITING, State.READ)
    own_address = reverse("practices_read_again", args=[own.pk])
    assert client.get(own_address).status_code == 405
    assert client.post(own_address.replace(str(own.pk), "999999")).status_code == 404


def test_upload_in_the_admin_is_read(admin: User, signed_in: SignIn) -> None:
    from_form = {
        "title": "Plan",
        "file": SimpleUploadedFile("plan.txt", b"Some zebra"),
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
    }
    answer = signed_in(admin).post(reverse("wagtaildocs:add"), from_form)
    assert answer.status_code == 302
    assert documents.read_waiting() == 1
    assert set(DocumentText.objects.values_list("state", flat=True)) == {State.READ}


@pytest.mark.usefixtures("wagtail_indexes")
def test_texts_and_uses_do_not_count_as_usage(
    section: Any, make_case: Callable[..., CasePage]
) -> None:
    document = upload()
    make_case(section, assets=[asset(document)])
    take_in()
    assert document.get_usage().count() == 1


def test_documents_moved_together_close_at_once(
    admin: User,
    signed_in: SignIn,
    section: Any,
    make_case: Callable[..., CasePage],
) -> None:
    document = upload()
    make_case(section, assets=[asset(document)])
    take_in()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    wall_files(closed, section.editors)
    address = reverse(
        "wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"]
    )
    signed_in(admin).post(f"{address}?id={document.pk}", {"collection": closed.pk})
    document.refresh_from_db()
    assert document.collection == closed
    assert found() == []
    drain.run_all()
    assert found() == []
    assert len(found(admin)) == 1


@pytest.fixture
def closed_file(other_section: Any) -> Document:
    collection = Collection.objects.get(pk=other_section.files_id)
    wall_files(collection, other_section.editors)
    return upload("hush.txt", title="Quiet matter", collection=collection)


def test_file_of_a_closed_collection_shows_on_no_page_to_who_may_not_open_it(
    closed_file: Document,
    section: Any,
    other_section: Any,
    editor: User,
    make_case: Callable[..., CasePage],
    make_guide: Callable[..., GuidePage],
    signed_in: SignIn,
) -> None:
    case = make_case(section, assets=[asset(closed_file)])
    guide = make_guide(section)
    block = {"document": closed_file, "description": "Quiet words"}
    guide.body.append(("document", block))
    publish(guide)
    drain.run_all()
    hidden = ("hush", "Quiet")

    def shown(client: Client, page: Any) -> list[str]:
        printed = f"{page.url}?print={page.locale.language_code}"
        answers = [client.get(address) for address in (page.url, printed)]
        html = "".join(answer.content.decode() for answer in answers)
        assert "sheet" in answers[1].content.decode()
        return [word for word in hidden if word in html]

    stranger, agent = Client(), signed_in(editor)
    assert [shown(who, on) for who in (stranger, agent) for on in (case, guide)] == [
        [] for _each in range(4)
    ]
    assert "Files to reuse" not in stranger.get(case.url).content.decode()
    editor.groups.add(other_section.editors)
    assert "hush" in shown(agent, case)
    assert shown(agent, guide) == ["hush", "Quiet"]
