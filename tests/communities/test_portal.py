"""From a community to the portal: proposed, agreed to, taken over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from accounts.models import User
from catalogue import drain
from communities.models import (
    Comment,
    CommunityPage,
    Consent,
    Nomination,
    Thread,
)
from communities.portal import services, taking
from communities.querysets import library_of
from communities.services import change_visibility
from communities.standing import standing_in
from practices.models import AgencySectionPage, GuidePage
from tests.communities.conftest import Make, Person
from tests.communities.people import agency, agent, client_of

Talk = Callable[..., Thread]
SECRET = "Our register lists the Kestrel file."


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who publishes in the section of Valmont."""
    user = agent("editor", "valmont")
    section = AgencySectionPage.objects.get(agency=agency("valmont"))
    user.groups.add(section.publishers)
    return user


@pytest.fixture
def section(editor: User) -> AgencySectionPage:
    return AgencySectionPage.objects.get(agency=editor.agency)


@pytest.fixture
def asked(community: Make, member: Person) -> Talk:
    """A question with an accepted answer and a comment, in a community."""

    def make(page: CommunityPage, **fields: Any) -> Thread:
        thread = Thread.objects.create(
            kind=Thread.Kind.QUESTION,
            community=page,
            title="Which form do you use?",
            language="en",
        )
        said = {"asker": "Which form?", "answerer": SECRET, "third": "We too."}
        for name, text in said.items():
            person = member(page, f"{name}{page.pk}")
            Comment.objects.create(
                thread=thread,
                is_opening=name == "asker",
                author=person,
                agency=person.agency,
                text=text,
                html=f"<p>{text}</p>",
                language="en",
                unnamed=bool(fields.get("unnamed") and name == "asker"),
            )
        thread.accepted = thread.comments.get(text=SECRET)
        thread.save()
        drain.run_all()
        return thread

    return make


def standing(page: CommunityPage, user: User) -> Any:
    from catalogue.access import reader_of

    return standing_in(page, user, reader_of(user))


def propose(page: CommunityPage, by: User, thread: Thread, **fields: Any) -> Nomination:
    quoted = [each.pk for each in thread.comments.filter(is_opening=False)]
    return services.nominate_thread(
        standing(page, by), thread, quoted, "Good.", **fields
    )


def say(nomination: Nomination, text: str, answer: str) -> None:
    consent = nomination.consents.get(comment__text=text)
    services.answer(consent.by, nomination, {consent.pk: answer})


def order(section: AgencySectionPage, **fields: Any) -> taking.Order:
    values = {"title": "A form for all", "language": "en", **fields}
    return taking.Order(section=section, **values)


def library_page(
    community: CommunityPage, owner: User, title: str = "How we do it"
) -> Any:
    library = library_of(community)
    assert library is not None
    page = GuidePage(
        title=title,
        summary=SECRET,
        agency=owner.agency,
        page_owner=owner,
        locale=Locale.objects.get(language_code="en"),
    )
    library.add_child(instance=page)
    page.save_revision().publish()
    drain.run_all()
    return page


def publish(page: Page) -> None:
    page.specific.save_revision().publish()
    drain.run_all()


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


def test_comments_stay_with_those_for_whom_they_were_written(
    community: Make, moderator: Person, member: Person, editor: User, section: Any
) -> None:
    page = community()
    keeper, by = member(page), moderator(page)
    found = library_page(page, keeper)
    thread = Thread.objects.create(kind=Thread.Kind.PAGE, page=found.page_ptr)
    Comment.objects.create(
        thread=thread, author=keeper, agency=keeper.agency, text="x", html="<p>Ours</p>"
    )
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
