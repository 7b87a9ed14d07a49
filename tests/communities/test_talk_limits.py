"""How much somebody may write, and what waits for a moderator."""

import pytest

from catalogue.access import reader_of
from communities.models import Comment, Thread
from communities.services import ensure_index
from communities.standing import Standing
from communities.talk import limits, services
from communities.talk.language import guessed
from communities.talk.services import RefusedError
from tests.communities.people import agent, client_of
from tests.communities.talking import address, comment, question, standing


@pytest.fixture
def place(community, member):
    page = community("restricted")
    asker = member(page, "asker")
    return page, asker, member(page, "helper"), question(asker, page)


def test_a_flood_is_answered_with_when_to_try_again(place):
    _page, _asker, helper, thread = place
    client = client_of(helper)
    for number in range(limits.COMMENTS[0].number):
        sent = client.post(address(thread, "comments/"), {"text": f"Words {number}"})
        assert sent.status_code == 302
    sent = client.post(address(thread, "comments/"), {"text": "One too many"})
    assert sent.status_code == 429
    assert sent["Retry-After"] == "60"
    assert "One too many" in sent.content.decode()
    assert not Comment.objects.filter(text="One too many").exists()


def test_questions_have_a_limit_of_their_own(place):
    page, _asker, helper, _thread = place
    client = client_of(helper)
    url = f"/communities/{page.slug}/discussions/new/"
    for number in range(limits.OPENINGS[0].number + 1):
        values = {"kind": "talk", "title": f"Title {number}", "text": f"Text {number}"}
        sent = client.post(url, values)
    assert sent.status_code == 429
    assert "Retry-After" in sent


def test_first_comments_hold_two_links_and_later_ones_ten(place):
    _page, _asker, helper, thread = place
    links = "https://a.example/ and https://b.example/ and https://c.example/"
    with pytest.raises(RefusedError, match="2 links"):
        comment(helper, thread, links)
    comment(helper, thread, "Without any.")
    comment(helper, thread, links)
    with pytest.raises(RefusedError, match="10 links"):
        comment(helper, thread, " ".join([links] * 4))


def test_the_same_words_are_not_kept_twice_in_one_thread(place):
    page, asker, helper, thread = place
    comment(helper, thread, "Me too")
    with pytest.raises(RefusedError):
        comment(helper, thread, "Me too")
    comment(asker, thread, "Me too")
    comment(helper, question(asker, page, title="Two", text="Second"), "Me too")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00"])
def test_nothing_is_no_comment(place, text):
    _page, _asker, helper, thread = place
    sent = client_of(helper).post(address(thread, "comments/"), {"text": text})
    assert sent.status_code == 400
    assert Comment.objects.filter(thread=thread).count() == 1


def test_odd_forms_are_never_a_fault(place):
    page, _asker, helper, thread = place
    client = client_of(helper)
    url = f"/communities/{page.slug}/discussions/new/"
    for values in (
        {},
        {"kind": "x", "title": "\x00" * 5, "text": "x"},
        {"kind": "talk", "title": "x" * 500, "text": "x" * 20_000},
        {"kind": "question", "title": "T", "text": "x", "tags": "no-such, tag"},
        {"kind": "question", "title": "T", "text": "x", "tags": ",".join("abcdefg")},
        {"kind": "page", "title": "T", "text": "x"},
        {"kind": "talk", "title": "T", "text": "x", "language": "xx"},
    ):
        assert client.post(url, values).status_code == 400, values
    odd = {"text": "Fine", "nonce": "\x00", "form": "\x00", "unnamed": "\x00"}
    assert client.post(address(thread, "comments/"), odd).status_code == 302


def test_a_first_contribution_waits_where_moderators_read_it_first(
    community, member, moderator
):
    page = community("restricted", reviews_first=True)
    keeper = moderator(page, "keeper")
    thread = question(keeper, page)
    newcomer, other = member(page, "newcomer"), member(page, "other")
    first = comment(newcomer, thread, "My very first words.")
    assert first.state == Comment.State.WAITING
    thread.refresh_from_db()
    assert thread.replies == 0
    own = client_of(newcomer).get(address(thread)).content.decode()
    assert "Only you see it." in own
    assert "My very first words." in own
    assert "first words" not in client_of(other).get(address(thread)).content.decode()
    seen = client_of(keeper).get(address(thread)).content.decode()
    assert "My very first words." in seen
    asked = question(newcomer, page, title="Waits as well", text="It waits")
    assert client_of(other).get(address(asked)).status_code == 404
    url = f"/communities/{page.slug}/discussions/"
    assert "Waits as well" not in client_of(other).get(url).content.decode()
    assert "Waits as well" in client_of(newcomer).get(url).content.decode()
    Comment.objects.filter(pk=first.pk).update(state=Comment.State.VISIBLE)
    assert comment(newcomer, thread, "Second").state == Comment.State.VISIBLE


@pytest.mark.parametrize("visibility", ["open", "restricted", "private"])
def test_who_does_not_belong_writes_nowhere(community, member, visibility):
    page = community(visibility)
    thread = question(member(page), page)
    stranger = agent()
    client = client_of(stranger)
    sent = client.post(address(thread, "comments/"), {"text": "Let me in"})
    assert sent.status_code in (400, 403, 404)
    asked = client.post(
        f"/communities/{page.slug}/discussions/new/",
        {"kind": "talk", "title": "T", "text": "x"},
    )
    assert asked.status_code == 403
    with pytest.raises(RefusedError):
        comment(stranger, thread, "Let me in")
    assert Comment.objects.count() == 1


def test_nobody_writes_in_an_archive(place):
    page, _asker, helper, thread = place
    page.archived_at = thread.created_at
    page.save()
    with pytest.raises(RefusedError):
        comment(helper, Thread.objects.get(pk=thread.pk))
    text = client_of(helper).get(address(thread)).content.decode()
    assert 'name="text"' not in text
    assert standing(helper, page).is_active


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do we tell people that the letter is late and what do they do?", "en"),
        ("Wie macht ihr das mit den Fristen, wenn die Akte nicht da ist?", "de"),
        ("Hoe doen jullie dat met de termijnen als het dossier er niet is?", "nl"),
        ("Comment faites-vous pour les délais quand le dossier n’est pas là ?", "fr"),
        ("AVG", "other"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text, language):
    assert guessed(text, "other") == language


def test_on_pages_a_first_comment_with_a_link_waits(db):
    thread = Thread(kind=Thread.Kind.PAGE, page=ensure_index())
    newcomer = agent("newcomer")
    who = Standing(newcomer, reader_of(newcomer))
    first = services.say(who, thread, "Look at https://a.example/")
    assert first.state == Comment.State.WAITING
    plain = services.say(who, first.thread, "No link in it")
    assert plain.state == Comment.State.VISIBLE
    later = services.say(who, first.thread, "Now https://b.example/")
    assert later.state == Comment.State.VISIBLE
