"""Discussions: the list, a new question, the page of one, and who gets there."""

import pytest

from communities.models import Comment, Thread
from tests.communities.people import client_of
from tests.communities.talking import address, comment, opening_of, question


def listing(community, query=""):
    return f"/communities/{community.slug}/discussions/{query}"


def test_a_member_asks_and_finds_the_question_in_the_list(community, member):
    page = community("restricted")
    asker = member(page, "ann")
    client = client_of(asker)
    form = client.get(listing(page, "new/"))
    assert "members of “" in form.content.decode()
    sent = client.post(
        listing(page, "new/"),
        {
            "kind": "question",
            "title": "Is a plain hash enough?",
            "text": "Our supplier hashes the numbers and says that this is enough.",
            "follow": "on",
        },
        follow=True,
    )
    assert sent.status_code == 200
    thread = Thread.objects.get(community=page)
    assert sent.request["PATH_INFO"] == address(thread)
    assert "Is a plain hash enough?" in sent.content.decode()
    shown = client.get(listing(page)).content.decode()
    assert address(thread) in shown
    assert "Ann Example" in shown


def test_chips_count_questions_by_state_and_narrow_the_list(community, member):
    page = community("restricted")
    asker, helper = member(page), member(page)
    answered = question(asker, page, title="Answered one")
    answer = comment(helper, answered)
    Thread.objects.filter(pk=answered.pk).update(accepted=answer)
    question(asker, page, title="Open one", text="Nobody knows?")
    question(asker, page, title="A talk", text="Just so.", kind="talk")
    client = client_of(helper)
    every = client.get(listing(page)).content.decode()
    assert "All 3" in every
    assert "Open 1" in every
    assert "Answered 1" in every
    narrowed = client.get(listing(page, "?state=answered")).content.decode()
    assert "Answered one" in narrowed
    assert "Open one" not in narrowed
    odd = client.get(listing(page, "?state=\x00x&page=999999999"))
    assert odd.status_code == 200


@pytest.mark.parametrize(
    ("visibility", "outside"),
    [("open", 200), ("restricted", 403), ("private", 403), ("confidential", 404)],
)
def test_outsiders_read_discussions_of_open_communities_alone(
    community, member, outsider, visibility, outside
):
    page = community(visibility)
    thread = question(member(page), page)
    for url in (listing(page), address(thread)):
        answer = client_of(outsider).get(url)
        assert answer.status_code == outside
        if outside != 200:
            assert "hash" not in answer.content.decode()
        strange = client_of(None).get(url)
        assert strange.status_code == (404 if outside == 404 else 302)


def test_a_discussion_of_another_community_is_not_there(community, member):
    here, there = community("open"), community("open")
    person = member(here)
    thread = question(person, here)
    reply = comment(person, thread)
    base = f"/communities/{there.slug}/discussions/{thread.pk}/"
    client = client_of(person)
    assert client.get(base).status_code == 404
    for tail in ("reply/", "edit/", "withdraw/", "versions/", ""):
        answer = client.get(f"{base}comments/{reply.pk}/{tail}")
        assert answer.status_code == 404, tail
    for tail in ("comments/", f"comments/{reply.pk}/useful/", "accept/", "pause/"):
        assert client.post(base + tail, {"text": "x"}).status_code == 404, tail
    other = question(person, here, title="Other", text="Other words here")
    for tail in ("reply/", "edit/", "withdraw/"):
        url = address(other, f"comments/{reply.pk}/{tail}")
        assert client.get(url).status_code == 404, tail


def test_the_answer_stands_right_under_the_question(community, member):
    page = community("restricted")
    asker, helper = member(page, "asker"), member(page, "helper")
    thread = question(asker, page)
    first = comment(helper, thread, "First thoughts.")
    best = comment(helper, thread, "The answer itself.")
    client = client_of(asker)
    sent = client.post(address(thread, "accept/"), {"comment": best.pk}, follow=True)
    text = sent.content.decode()
    assert text.index("The answer itself.") < text.index("First thoughts.")
    assert "Accepted answer" in text
    assert client_of(helper).post(address(thread, "accept/")).status_code == 302
    thread.refresh_from_db()
    assert thread.accepted_id == best.pk, "a helper takes no choice back"
    client.post(address(thread, "accept/"))
    thread.refresh_from_db()
    assert thread.accepted_id is None
    assert first.pk


def test_whoever_asks_without_a_name_has_none_on_the_page(community, member):
    page = community("restricted")
    asker, reader = member(page, "secretive"), member(page, "reader")
    thread = question(asker, page, unnamed=True)
    comment(asker, thread, "More about it.", unnamed=True)
    urls = (listing(page), address(thread), page.url)
    for url in urls:
        text = client_of(reader).get(url).content.decode()
        assert "Secretive" not in text, url
        assert f"people/{asker.pk}/" not in text, url
    assert "A member" in client_of(reader).get(address(thread)).content.decode()
    opening = opening_of(thread)
    quoted = client_of(reader).get(
        address(thread, f"comments/{opening.pk}/reply/?quote=1")
    )
    assert "A member wrote" in quoted.content.decode()
    # What is sent from a page of its own has no place there in which it could stand.
    assert (
        f'data-hx-post="{quoted.request["PATH_INFO"]}"' not in quoted.content.decode()
    )
    assert "Secretive" not in quoted.content.decode()


def test_only_who_asked_without_a_name_goes_on_without_one(community, member):
    page = community("restricted")
    asker, helper = member(page), member(page)
    thread = question(asker, page)
    assert not comment(helper, thread, unnamed=True).unnamed
    assert not comment(asker, thread, unnamed=True).unnamed
    talk = question(asker, page, kind="talk", text="Just so.", unnamed=True)
    assert not opening_of(talk).unnamed


def test_a_long_discussion_is_read_in_parts(community, member):
    page = community("restricted")
    asker = member(page)
    thread = question(asker, page)
    rows = [
        Comment(thread=thread, author=asker, text=f"n{n}", html=f"<p>word{n}.</p>")
        for n in range(120)
    ]
    Comment.objects.bulk_create(rows)
    client = client_of(asker)
    first = client.get(address(thread)).content.decode()
    assert "word23." in first
    assert "word24." not in first
    assert "?page=2" in first
    second = client.get(address(thread, "more/?page=2"), headers={"HX-Request": "true"})
    assert "word24." in second.content.decode()
    assert "word48." in second.content.decode()
    assert "<html" not in second.content.decode()
    # Whoever fetched them goes on at the first of them; nothing else takes the focus.
    assert second.content.decode().count("autofocus") == 1
    last = Comment.objects.filter(thread=thread).latest("pk")
    found = client.get(address(thread, f"?c={last.pk}")).content.decode()
    assert "word119." in found
    assert "word0." not in found
    assert client.get(address(thread, "?page=99")).status_code == 404
    for odd in ("?page=x", "?page=-1", "?c=\x00", "?c=" + "9" * 40, "?page=" + "9" * 9):
        assert client.get(address(thread, odd)).status_code == 200
