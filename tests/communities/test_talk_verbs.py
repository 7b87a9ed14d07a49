"""What one does with comments: change, withdraw, quote, react, pause, link."""

import datetime

import pytest
from django.utils import timezone

from accounts.profiles import close_account
from communities.models import Comment, CommentVersion, Decision, Reaction, Thread
from communities.permissions import EDIT_TIME
from communities.talk import drafts
from communities.talk.services import RefusedError, accept, link_twin, pause, react
from communities.talk.services import edit as change
from tests.communities.people import client_of
from tests.communities.talking import address, comment, opening_of, question, standing

HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(community, member):
    page = community("restricted")
    asker = member(page, "asker")
    return page, asker, member(page, "helper"), question(asker, page)


def verb(row, name):
    return address(row.thread, f"comments/{row.pk}/{name}/")


def test_a_change_keeps_what_it_said_before_for_its_readers(place):
    _page, asker, helper, thread = place
    row = comment(helper, thread, "First words.")
    client = client_of(helper)
    assert "First words." in client.get(verb(row, "edit")).content.decode()
    client.post(verb(row, "edit"), {"text": "Better words.", "language": "en"})
    row.refresh_from_db()
    assert row.text == "Better words."
    assert "Better words." in row.html
    reader = client_of(asker)
    assert "Changed on" in reader.get(address(thread)).content.decode()
    assert "First words." in reader.get(verb(row, "versions")).content.decode()


def test_only_the_author_changes_and_only_for_half_an_hour(place, moderator):
    page, asker, helper, thread = place
    row = comment(helper, thread, "First words.")
    for other in (asker, moderator(page)):
        answer = client_of(other).post(verb(row, "edit"), {"text": "Not mine"})
        assert answer.status_code == 404
    Comment.objects.filter(pk=row.pk).update(created_at=timezone.now() - EDIT_TIME)
    answer = client_of(helper).post(verb(row, "edit"), {"text": "Too late"})
    assert answer.status_code == 404
    row.refresh_from_db()
    with pytest.raises(RefusedError):
        change(standing(helper, page), row, "Too late")
    assert not CommentVersion.objects.exists()


def test_the_opening_is_changed_with_its_title(place):
    _page, asker, _helper, thread = place
    opening = opening_of(thread)
    values = {"text": "Other words", "title": "Another title", "language": "nl"}
    client_of(asker).post(verb(opening, "edit"), values)
    thread.refresh_from_db()
    opening.refresh_from_db()
    assert thread.title == "Another title"
    assert (opening.text, opening.language) == ("Other words", "nl")


def test_what_is_withdrawn_is_gone_for_everybody(place, moderator):
    page, asker, helper, thread = place
    row = comment(helper, thread, "Regrettable words.")
    client_of(helper).post(verb(row, "edit"), {"text": "Less regrettable."})
    reply = comment(asker, thread, "An answer to it.", parent=row)
    client = client_of(helper)
    assert "cannot be undone" in client.get(verb(row, "withdraw")).content.decode()
    client.post(verb(row, "withdraw"))
    row.refresh_from_db()
    assert (row.state, row.text, row.html) == ("withdrawn", "", "")
    assert not row.versions.exists()
    for person in (asker, helper, moderator(page)):
        text = client_of(person).get(address(thread)).content.decode()
        assert "egrettable" not in text
        assert "Withdrawn by its author." in text
        assert "An answer to it." in text
    thread.refresh_from_db()
    assert thread.replies == 1
    client_of(asker).post(verb(reply, "withdraw"))
    text = client_of(asker).get(address(thread)).content.decode()
    assert "Withdrawn by its author." not in text, "no line without replies"


def test_a_withdrawn_answer_is_none_any_more(place):
    page, asker, helper, thread = place
    row = comment(helper, thread)
    accept(standing(asker, page), thread, row)
    client_of(helper).post(verb(row, "withdraw"))
    thread.refresh_from_db()
    assert thread.accepted_id is None


def test_a_withdrawn_question_leaves_its_replies_without_the_title(place):
    page, asker, helper, thread = place
    comment(helper, thread, "A reply that stays.")
    opening = opening_of(thread)
    client_of(asker).post(verb(opening, "withdraw"))
    text = client_of(helper).get(address(thread)).content.decode()
    assert "A reply that stays." in text
    assert "plain hash" not in text
    listed = client_of(helper).get(f"/communities/{page.slug}/discussions/")
    assert address(thread) not in listed.content.decode()
    lonely = question(asker, page, title="Lonely", text="Nobody replied")
    sent = client_of(asker).post(verb(opening_of(lonely), "withdraw"))
    assert sent["Location"].endswith("/discussions/")
    assert client_of(asker).get(address(lonely)).status_code == 404


def test_quoting_fills_the_form_with_name_and_words(place):
    _page, asker, helper, thread = place
    row = comment(helper, thread, "> Earlier quote\n\nMy own words.")
    url = f"{verb(row, 'reply')}?quote=1"
    text = client_of(asker).get(url).content.decode()
    assert "&gt; **Helper Example wrote:**" in text
    assert "&gt; My own words." in text
    assert "&gt; &gt; Earlier quote" not in text


def test_replies_stand_on_two_levels(place):
    _page, asker, helper, thread = place
    top = comment(helper, thread)
    client = client_of(asker)
    client.post(verb(top, "reply"), {"text": "Below it"})
    reply = Comment.objects.get(text="Below it")
    assert reply.parent_id == top.pk
    client.post(verb(reply, "reply"), {"text": "Below the reply"})
    assert Comment.objects.get(text="Below the reply").parent_id == top.pk
    client.post(verb(opening_of(thread), "reply"), {"text": "To the question"})
    assert Comment.objects.get(text="To the question").parent_id is None


def test_a_reaction_says_what_it_wants_and_counts_once(place):
    _page, asker, helper, thread = place
    row = comment(helper, thread)
    client = client_of(asker)
    for _time in range(2):
        client.post(verb(row, "useful"), {"on": "1"})
        row.refresh_from_db()
        assert row.useful == 1
    for _time in range(2):
        client.post(verb(row, "useful"), {"on": "0"})
        row.refresh_from_db()
        assert row.useful == 0
    client_of(helper).post(verb(row, "useful"), {"on": "1"})
    assert not Reaction.objects.exists(), "nobody finds their own comment useful"
    client_of(helper).post(verb(opening_of(thread), "same"), {"on": "1"})
    assert opening_of(thread).same == 1
    with pytest.raises(RefusedError):
        react(standing(asker, thread.community), row, "same")


def test_deleting_an_account_takes_its_reactions_out_of_the_numbers(place):
    _page, asker, helper, thread = place
    row = comment(helper, thread)
    react(standing(asker, thread.community), row, "useful")
    asker.delete()
    row.refresh_from_db()
    assert row.useful == 0


def test_htmx_gets_the_comment_in_its_place_and_says_so(place):
    _page, asker, helper, thread = place
    client = client_of(helper)
    sent = client.post(address(thread, "comments/"), {"text": "Here"}, headers=HTMX)
    text = sent.content.decode()
    assert "beforeend:#thread" in text
    assert "autofocus" in text
    assert "Your comment is there." in text
    row = Comment.objects.get(text="Here")
    sent = client_of(asker).post(verb(row, "reply"), {"text": "Below"}, headers=HTMX)
    assert f"beforeend:#replies-{row.pk}" in sent.content.decode()
    wrong = client.post(address(thread, "comments/"), {"text": ""}, headers=HTMX)
    assert wrong.status_code == 200
    assert "Write something first." in wrong.content.decode()


def test_a_preview_shows_the_text_and_keeps_nothing_but_a_draft(place):
    _page, _asker, helper, thread = place
    sent = client_of(helper).post(
        address(thread, "comments/"), {"text": "Some *words*", "preview": "1"}
    )
    assert "<em>words</em>" in sent.content.decode()
    assert not Comment.objects.filter(text="Some *words*").exists()


def test_news_tell_of_what_others_wrote(place):
    _page, asker, helper, thread = place
    seen = comment(helper, thread)
    url = address(thread, f"news/?after={seen.pk}")
    client = client_of(asker)
    assert "new comment" not in client.get(url).content.decode()
    comment(asker, thread)
    assert "new comment" not in client.get(url).content.decode()
    new = comment(helper, thread)
    text = client.get(url).content.decode()
    assert "1 new comment" in text
    assert f"#c-{new.pk}" in text
    for odd in ("", "?after=x", "?after=" + "9" * 30):
        assert client.get(address(thread, f"news/{odd}")).status_code == 200


def test_who_began_a_discussion_stops_it_for_a_day_once_a_week(
    place, member, moderator
):
    page, asker, helper, thread = place
    assert client_of(helper).post(address(thread, "pause/")).status_code == 302
    thread.refresh_from_db()
    assert thread.paused_until is None
    client_of(asker).post(address(thread, "pause/"))
    thread.refresh_from_db()
    assert thread.paused_until is not None
    assert Decision.objects.filter(thread=thread, verb="pause").count() == 1
    with pytest.raises(RefusedError):
        comment(helper, thread)
    text = client_of(helper).get(address(thread)).content.decode()
    assert "asked for a pause" in text
    assert 'name="text"' not in text
    assert comment(moderator(page), thread).state == "visible"
    past = timezone.now() - datetime.timedelta(minutes=1)
    Thread.objects.filter(pk=thread.pk).update(paused_until=past)
    assert comment(helper, thread).state == "visible"
    with pytest.raises(RefusedError):
        pause(standing(asker, page), thread)


def test_the_same_question_is_linked_within_a_community(place, community, member):
    page, asker, helper, thread = place
    older = question(helper, page, title="The older one", text="Older words")
    other = community("open")
    elsewhere = question(member(other), other, title="Elsewhere", text="Far away")
    client = client_of(asker)
    client.post(address(thread, "twin/"), {"twin": address(older)})
    thread.refresh_from_db()
    assert thread.twin_of_id == older.pk
    assert "The older one" in client.get(address(thread)).content.decode()
    back = client_of(helper).get(address(older)).content.decode()
    assert address(thread) in back
    client.post(address(thread, "twin/"))
    thread.refresh_from_db()
    assert thread.twin_of_id is None
    for wrong in (address(elsewhere), str(thread.pk), "x", "\x00", "9" * 40):
        assert client.post(address(thread, "twin/"), {"twin": wrong}).status_code == 302
        thread.refresh_from_db()
        assert thread.twin_of_id is None, wrong
    with pytest.raises(RefusedError):
        link_twin(standing(helper, page), thread, older)


def test_a_new_title_is_a_change_that_readers_find(place):
    _page, asker, helper, thread = place
    opening = opening_of(thread)
    values = {"text": opening.text, "title": "Another title", "language": "en"}
    client_of(asker).post(verb(opening, "edit"), values)
    text = client_of(helper).get(verb(opening, "versions")).content.decode()
    assert "Is a plain hash enough?" in text


def test_the_file_of_own_data_holds_what_one_wrote_and_nobody_elses(place):
    _page, _asker, helper, thread = place
    comment(helper, thread, "Words of a helper")
    drafts.keep(helper.pk, "thread:1", "Half a thought")
    text = client_of(helper).get("/people/me/data/").content.decode()
    assert "Words of a helper" in text
    assert "Half a thought" in text
    assert "Our supplier hashes" not in text


def test_whoever_closes_the_account_is_a_former_member(place):
    _page, asker, helper, thread = place
    comment(helper, thread, "Words that stay")
    close_account(helper)
    text = client_of(asker).get(address(thread)).content.decode()
    assert "Words that stay" in text
    assert "Former member" in text
    assert "Helper" not in text
