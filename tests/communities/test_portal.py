"""From a community to the portal: proposed, and agreed to."""

from typing import Any

import pytest

from accounts.models import User
from communities.models import Comment, Consent, Nomination
from communities.portal import services, taking
from tests.communities.conftest import Make, Person
from tests.communities.people import client_of
from tests.communities.proposing import (
    SECRET,
    Talk,
    asked,
    editor,
    order,
    propose,
    say,
    section,
)

# Fixtures of several files.
__all__ = ["asked", "editor", "section"]


def test_moderators_alone_propose(
    community: Make, moderator: Person, member: Person, asked: Talk, outsider: User
) -> None:
    page = community("open")
    thread = asked(page)
    address = f"/communities/{page.slug}/portal/discussions/{thread.pk}/"
    assert client_of(moderator(page)).get(address).status_code == 200
    for other in (member(page), outsider):
        assert client_of(other).get(address).status_code == 404
        assert client_of(other).post(address, {"note": "x"}).status_code == 404


def test_proposing_asks_each_author_once(
    community: Make, moderator: Person, asked: Talk
) -> None:
    page = community()
    thread, by = asked(page), moderator(page)
    answer = thread.accepted_id
    response = client_of(by).post(
        f"/communities/{page.slug}/portal/discussions/{thread.pk}/",
        {"note": "Worth it.", "quoted": [answer]},
    )
    assert response.status_code == 302
    nomination = Nomination.objects.get()
    asked_about = {each.comment.text for each in nomination.consents.all()}
    assert asked_about == {"Which form?", SECRET}
    with pytest.raises(services.RefusedError):
        propose(page, by, thread)


def test_discussion_of_another_community_is_not_there(
    community: Make, moderator: Person, asked: Talk
) -> None:
    page, other = community(), community()
    thread = asked(other)
    address = f"/communities/{page.slug}/portal/discussions/{thread.pk}/"
    assert client_of(moderator(page)).get(address).status_code == 404


def test_what_nobody_agreed_to_is_left_out(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open")
    nomination = propose(page, moderator(page), asked(page))
    with pytest.raises(services.RefusedError):
        taking.take_over(nomination, order(section), editor)
    say(nomination, "Which form?", "named")
    say(nomination, "We too.", "no")
    made = taking.take_over(nomination, order(section), editor)
    text = str(made.specific.body.raw_data)
    assert "Which form?" in text
    assert f"Asker{page.pk} Example" in text
    assert SECRET not in text
    assert "We too." not in text
    assert not made.live


def test_whoever_wants_no_name_is_quoted_without(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community("open")
    nomination = propose(page, moderator(page), asked(page, unnamed=True))
    # Nobody who asked without a name is offered to be named.
    say(nomination, "Which form?", "named")
    assert nomination.consents.get(comment__is_opening=True).answer == ""
    say(nomination, "Which form?", "unnamed")
    say(nomination, SECRET, "unnamed")
    made = taking.take_over(nomination, order(section, kind="case"), editor)
    text = str(made.specific.problem.raw_data) + str(made.specific.solution.raw_data)
    assert SECRET in text
    assert "Said by an agent" in text
    assert "Example" not in text
    assert "Noordzoom" not in text


def test_answers_change_until_it_is_decided(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community()
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "Which form?", "named")
    say(nomination, SECRET, "named")
    say(nomination, SECRET, "no")
    taking.take_over(nomination, order(section), editor)
    with pytest.raises(services.RefusedError):
        say(nomination, SECRET, "named")


def test_withdrawn_words_are_not_quoted_after_a_yes(
    community: Make, moderator: Person, asked: Talk, editor: User, section: Any
) -> None:
    page = community()
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "Which form?", "named")
    say(nomination, SECRET, "named")
    Comment.objects.filter(text=SECRET).update(state=Comment.State.HIDDEN)
    made = taking.take_over(nomination, order(section), editor)
    assert SECRET not in str(made.specific.body.raw_data)


def test_author_answers_on_a_page_of_their_own(
    community: Make, moderator: Person, asked: Talk, outsider: User
) -> None:
    page = community()
    nomination = propose(page, moderator(page), asked(page))
    consent = nomination.consents.get(comment__text=SECRET)
    address = f"/communities/consent/{consent.pk}/"
    assert client_of(outsider).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302
    client = client_of(consent.by)
    assert SECRET in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    client.post(address, {f"answer_{consent.pk}": "unnamed"})
    assert Consent.objects.get(pk=consent.pk).answer == "unnamed"


def test_editors_read_nothing_before_the_authors_agree(
    community: Make, moderator: Person, asked: Talk, editor: User
) -> None:
    page = community()
    nomination = propose(page, moderator(page), asked(page))
    say(nomination, "We too.", "named")
    client = client_of(editor)
    for address in ("", f"{nomination.pk}/", f"{nomination.pk}/decline/"):
        html = client.get(f"/admin/communities/proposed/{address}").content.decode()
        assert "Which form" not in html
        assert SECRET not in html


def test_declining_says_why(
    community: Make, moderator: Person, asked: Talk, editor: User
) -> None:
    page = community()
    by = moderator(page)
    nomination = propose(page, by, asked(page))
    client_of(editor).post(
        f"/admin/communities/proposed/{nomination.pk}/decline/",
        {"reason": "We have one."},
    )
    nomination.refresh_from_db()
    assert nomination.state == "declined"
    html = client_of(by).get(f"/communities/{page.slug}/portal/").content.decode()
    assert "We have one." in html


@pytest.mark.parametrize("note", ["x" * 501, "", "\x00"])
def test_odd_input_is_no_fault(
    community: Make, moderator: Person, asked: Talk, note: str
) -> None:
    page = community()
    thread = asked(page)
    address = f"/communities/{page.slug}/portal/discussions/{thread.pk}/"
    client = client_of(moderator(page))
    data = {"note": note, "quoted": ["nonsense", "9" * 30]}
    assert client.post(address, data).status_code == 422
    assert not Nomination.objects.exists()
    for number in ("9" * 18, "0"):
        below = f"/communities/{page.slug}/portal/pages/{number}/"
        assert client.get(below).status_code == 404
