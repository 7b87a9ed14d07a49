"""Nothing that somebody typed is lost, and nobody else ever sees it."""

import re
import uuid

import pytest

from communities.models import Comment, Draft
from communities.talk import drafts
from tests.communities.pages import a_case
from tests.communities.people import client_of, mandate
from tests.communities.talking import address, comment, question

WORDS = "Half a thought about key holders"


def form_of(client, url):
    """The hidden fields of the composer on a page."""
    text = client.get(url).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value for name, value in fields if name in ("form", "nonce")}


@pytest.fixture
def place(community, member):
    """A confidential community with a question, and somebody who writes in it."""
    page = community("confidential")
    asker = member(page)
    return question(asker, page), member(page, "writer"), member(page, "other")


def test_what_is_typed_is_kept_and_comes_back(place):
    thread, writer, other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    kept = client.post("/talk/draft/", {**fields, "text": WORDS})
    assert kept.status_code == 200
    assert "Kept as a draft" in kept.content.decode()
    assert WORDS in client.get(address(thread)).content.decode()
    assert WORDS not in client_of(other).get(address(thread)).content.decode()


@pytest.mark.parametrize("place_of", ["discussion", "reply", "page"])
def test_what_is_written_for_the_agency_comes_back_so(place, place_of):
    thread, writer, _other = place
    mandate(writer)
    client = client_of(writer)
    url = {
        "discussion": address(thread),
        "reply": address(thread, f"comments/{comment(writer, thread, 'x').pk}/reply/"),
        "page": a_case().url,
    }[place_of]
    fields = form_of(client, url) | {"text": WORDS}
    for marked in (True, False):
        chosen = {"for_agency": "on"} if marked else {}
        client.post("/talk/draft/", fields | chosen)
        page = client.get(url).content.decode()
        assert WORDS in page
        found = re.search(r'name="for_agency"[^>]*>', page)
        assert ("checked" in found[0]) is marked


def test_a_comment_that_is_sent_leaves_no_draft(place):
    thread, writer, _other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    client.post("/talk/draft/", {**fields, "text": WORDS})
    client.post(address(thread, "comments/"), {**fields, "text": WORDS})
    assert Comment.objects.filter(text=WORDS).count() == 1
    assert not Draft.objects.exists()
    # The last of the automatic ones comes late.
    client.post("/talk/draft/", {**fields, "text": WORDS})
    assert not Draft.objects.exists()


def test_one_form_makes_one_comment_however_often_it_is_sent(place):
    thread, writer, _other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    for _time in range(3):
        sent = client.post(address(thread, "comments/"), {**fields, "text": WORDS})
        assert sent.status_code == 302
    assert Comment.objects.filter(text=WORDS).count() == 1


def test_a_session_that_ended_keeps_what_was_sent(place):
    thread, writer, other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    client.logout()
    sent = client.post(address(thread, "comments/"), {**fields, "text": WORDS})
    assert sent.status_code == 302
    assert sent["Location"].startswith("/account/login/?next=")
    assert not Comment.objects.filter(text=WORDS).exists()
    assert WORDS in client_of(writer).get(address(thread)).content.decode()
    assert WORDS not in client_of(other).get(address(thread)).content.decode()


def test_a_form_of_somebody_else_is_kept_for_them_and_not_sent(place):
    thread, writer, other = place
    fields = form_of(client_of(writer), address(thread))
    theirs = client_of(other)
    sent = theirs.post(address(thread, "comments/"), {**fields, "text": WORDS})
    assert sent.status_code == 403
    assert WORDS not in sent.content.decode()
    assert not Comment.objects.filter(text=WORDS).exists()
    assert WORDS not in theirs.get(address(thread)).content.decode()
    assert WORDS in client_of(writer).get(address(thread)).content.decode()


def test_a_question_survives_the_end_of_a_session_with_its_title(community, member):
    page = community("private")
    asker = member(page)
    client = client_of(asker)
    url = f"/communities/{page.slug}/discussions/new/"
    fields = form_of(client, url)
    client.logout()
    values = {**fields, "kind": "question", "title": "How long?", "text": WORDS}
    assert client.post(url, values).status_code == 302
    text = client_of(asker).get(url).content.decode()
    assert WORDS in text
    assert "How long?" in text
    assert "Discard" in text


def test_a_form_with_an_error_keeps_everything(place):
    thread, writer, _other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    long = f"{WORDS} " * 200
    sent = client.post(address(thread, "comments/"), {**fields, "text": long})
    assert sent.status_code == 400
    assert long.strip() in sent.content.decode()
    assert "characters too long" in sent.content.decode()
    assert Draft.objects.get().text == long


def test_discarding_forgets_it(place):
    thread, writer, _other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    client.post("/talk/draft/", {**fields, "text": WORDS})
    client.post(address(thread, "comments/"), {**fields, "text": "", "discard": "1"})
    assert not Draft.objects.exists()
    assert WORDS not in client.get(address(thread)).content.decode()


def test_a_hub_for_signed_in_people_keeps_what_was_sent_too(place, settings):
    thread, writer, _other = place
    client = client_of(writer)
    fields = form_of(client, address(thread))
    client.logout()
    settings.HUB_ACCESS = "signed-in"
    sent = client.post(address(thread, "comments/"), {**fields, "text": WORDS})
    assert sent["Location"].startswith("/account/login/?next=/communities/")
    assert WORDS in client_of(writer).get(address(thread)).content.decode()


@pytest.mark.parametrize("token", ["", "x", "\x00", "a:b:c", "9" * 5000])
def test_a_form_that_the_hub_did_not_make_keeps_nothing(place, token):
    _thread, writer, _other = place
    sent = client_of(writer).post("/talk/draft/", {"form": token, "text": WORDS})
    assert sent.status_code == 400
    stranger = client_of(None).post("/talk/draft/", {"form": token, "text": WORDS})
    assert stranger.status_code == 400
    assert not Draft.objects.exists()


def test_a_token_opens_one_form_alone(place):
    thread, writer, _other = place
    token = drafts.token(writer, "thread:1", "/x/")
    stranger = client_of(None)
    stranger.post("/talk/draft/", {"form": token, "text": WORDS, "key": "thread:2"})
    assert list(Draft.objects.values_list("by", "key")) == [(writer.pk, "thread:1")]
    assert thread


def test_nobody_keeps_more_drafts_than_sixty(place):
    _thread, writer, _other = place
    for number in range(drafts.MOST_DRAFTS + 5):
        drafts.keep(writer.pk, f"thread:{number}", "text")
    keys = Draft.objects.filter(by=writer)
    assert keys.count() == drafts.MOST_DRAFTS
    assert keys.filter(key=f"thread:{drafts.MOST_DRAFTS + 4}").exists()


def test_the_mark_of_a_form_of_another_person_is_no_comment_of_theirs(place):
    thread, writer, other = place
    nonce = uuid.uuid4()
    comment(writer, thread, WORDS, nonce=nonce)
    sent = client_of(other).post(
        address(thread, "comments/"), {"text": "Mine", "nonce": str(nonce)}
    )
    assert sent.status_code in (302, 400)
    assert Comment.objects.filter(author=other).count() in (0, 1)
    assert Comment.objects.get(nonce=nonce).author_id == writer.pk


def test_a_question_without_a_name_comes_back_without_a_name(place):
    thread, writer, _other = place
    client = client_of(writer)
    ask = f"/communities/{thread.community.slug}/discussions/new/"
    typed = {
        "title": "May I say it?",
        "text": WORDS,
        "tags": "letters",
        "unnamed": "on",
    }
    fields = form_of(client, ask) | typed | {"kind": "question", "language": "fr"}
    client.logout()
    assert client.post(ask, fields).status_code == 302
    client = client_of(writer)
    page = client.get(ask).content.decode()
    assert re.search(r'name="unnamed"[^>]* checked', page)
    assert 'value="letters"' in page
    assert '<option value="fr" selected>' in page
    client.post("/talk/draft/", fields | {"unnamed": ""})
    page = client.get(ask).content.decode()
    assert not re.search(r'name="unnamed"[^>]* checked', page)
