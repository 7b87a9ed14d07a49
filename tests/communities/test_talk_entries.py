"""What discussions and comments on pages look like as entries."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from accounts.models import User
from catalogue import drain
from catalogue.access import reader_of
from catalogue.models import Entry, FacetValue
from catalogue.services import differences
from communities.models import Comment, CommunityPage, Readers, TalkRule, Thread
from practices.models import AgencySectionPage, CasePage, GuidePage
from tests.communities.people import agency, agent
from tests.communities.said import comment, comments_on, discussion
from vocabulary.models import Tag, Theme

pytestmark = pytest.mark.django_db

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def case(db: None) -> CasePage:
    town = agency("town-hall")
    page = CasePage(title="Parking permits", slug="permits", agency=town)
    AgencySectionPage.objects.get(agency=town).add_child(instance=page)
    return page


def entry_of(thread: Thread) -> Entry:
    drain.run_all()
    return Entry.objects.get(key=f"communities.thread:{thread.pk}")


def values_of(entry: Entry) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value in FacetValue.objects.filter(pk__in=entry.facet_ids):
        found.setdefault(value.facet, set()).add(value.value)
    return found


def reads(user: User | None, thread: Thread) -> bool:
    key = f"communities.thread:{thread.pk}"
    return Entry.objects.readable_by(reader_of(user)).filter(key=key).exists()


def test_discussion_is_an_entry_with_what_is_said_in_it(community: Make) -> None:
    mobility = Theme.objects.create(slug="mobility", label_en="Mobility")
    page = community("restricted", "Street parking", slug="parking")
    page.themes.add(mobility)
    page.save()
    thread = discussion(page, "How long is a permit valid?", "We say <b>a year</b>.")
    thread.tags.add(Tag.objects.create(name="permit", slug="permit", state="accepted"))
    thread.save()
    comment(thread, "Two years here")
    entry = entry_of(thread)
    assert (entry.kind, entry.title) == ("discussion", "How long is a permit valid?")
    assert entry.url == f"/communities/parking/discussions/{thread.pk}/"
    assert entry.body == "We say a year. Two years here"
    assert entry.status == "open"
    assert values_of(entry) == {
        "lang": {"en"},
        "year": {str(thread.created_at.year)},
        "status": {"open"},
        "community": {"parking"},
        "theme": {"mobility"},
        "tag": {"permit"},
    }
    assert entry.data["community"]["title"] == "Street parking"
    assert entry.data["replies"] == 1


def test_answer_comes_after_the_question_and_weighs(community: Make) -> None:
    thread = discussion(community(), "Which key?", "Which one?", "No idea", "The blue")
    assert entry_of(thread).prior == 0.9
    thread.accepted = thread.comments.order_by("pk").last()
    thread.save()
    entry = entry_of(thread)
    assert (entry.status, entry.prior) == ("answered", 1.0)
    assert entry.body == "Which one? The blue No idea"
    assert entry.data["answer"]
    assert entry.data["parts"][1][:2] == [11, thread.accepted_id]


def test_question_without_a_reply_says_so_and_a_talk_says_nothing(
    community: Make,
) -> None:
    page = community()
    assert entry_of(discussion(page)).status == "no-reply"
    assert entry_of(discussion(page, kind=Thread.Kind.TALK)).status == ""


@pytest.mark.parametrize("state", ["hidden", "removed", "waiting", "withdrawn"])
def test_words_that_nobody_reads_are_not_found(community: Make, state: str) -> None:
    thread = discussion(community(), "Keys", "Which key?", "the zeppelin one")
    said = thread.comments.get(is_opening=False)
    said.state = state
    said.save()
    entry = entry_of(thread)
    assert "zeppelin" not in entry.body
    assert entry.data["replies"] == 0


@pytest.mark.parametrize("state", ["hidden", "removed", "waiting", "withdrawn"])
def test_discussion_without_its_opening_is_no_entry(
    community: Make, state: str
) -> None:
    thread = discussion(community(), "Keys", "Which key?", "The blue one")
    entry_of(thread)
    thread.comments.filter(is_opening=True).update(state=state)
    thread.save()
    assert entry_of(thread).removed


def test_hidden_words_close_the_discussion_at_once(
    community: Make, member: Person
) -> None:
    page = community("private")
    user = member(page)
    thread = discussion(page, "Keys", "Which key?", "the zeppelin one")
    entry_of(thread)
    assert reads(user, thread)
    said = thread.comments.get(is_opening=False)
    said.state = Comment.State.HIDDEN
    with drain.paused():
        said.save()
    assert not reads(user, thread)
    drain.run_all()
    assert reads(user, thread)


def test_names_are_not_in_it(community: Make) -> None:
    writer = agent("imke", "noorderdelta")
    named = '<p>Thanks <a class="mention" href="/people/1/">@Imke Saarlo</a> for it</p>'
    thread = discussion(community(), "Keys", "Which key?", author=writer)
    comment(thread, "Thanks", html=named, author=writer, agency=writer.agency)
    entry = entry_of(thread)
    assert entry.body == "Which key? Thanks for it"
    assert (entry.names, entry.agency) == ("", "")
    assert "agency" not in values_of(entry)


def test_quotations_are_found_where_they_were_said(community: Make) -> None:
    thread = discussion(community(), "Keys", "Which key?")
    quoted = "<blockquote><p><strong>Imke Saarlo wrote:</strong></p><blockquote>"
    quoted += "<p>Zeppelin</p></blockquote></blockquote><p>The blue one</p>"
    comment(thread, "The blue one", html=quoted)
    assert entry_of(thread).body == "Which key? The blue one"


def test_agency_is_named_where_somebody_speaks_for_it(community: Make) -> None:
    writer = agent("imke", "noorderdelta")
    fields = {"author": writer, "agency": writer.agency, "for_agency": True}
    thread = discussion(community(), "Keys", "Which key?", **fields)
    entry = entry_of(thread)
    assert entry.agency == "noorderdelta"
    assert values_of(entry)["agency"] == {"noorderdelta"}


@pytest.mark.parametrize(
    ("visibility", "outside"),
    [
        ("open", True),
        ("restricted", False),
        ("private", False),
        ("confidential", False),
    ],
)
def test_readers_are_those_of_the_library(
    community: Make,
    member: Person,
    outsider: User,
    guest: Person,
    visibility: str,
    outside: bool,
) -> None:
    page = community(visibility)
    inside, invited = member(page), guest(page)
    thread = discussion(page)
    entry_of(thread)
    assert reads(inside, thread)
    assert reads(invited, thread)
    assert reads(outsider, thread) is outside
    assert not reads(None, thread)


def test_closed_community_closes_its_discussions_at_once(
    community: Make, member: Person
) -> None:
    page = community("restricted")
    user = member(page)
    thread = discussion(page)
    entry_of(thread)
    assert reads(user, thread)
    with drain.paused():
        page.unpublish()
    assert not reads(user, thread)
    assert entry_of(thread).removed


def test_new_name_of_a_community_is_on_its_discussions(community: Make) -> None:
    page = community("open", "Old name")
    thread = discussion(page)
    entry_of(thread)
    page.title = "New name"
    page.save()
    assert entry_of(thread).data["community"]["title"] == "New name"


def test_comments_on_a_page_have_its_filters_and_its_translations_key(
    case: CasePage,
) -> None:
    thread = comments_on(case, "We charge nothing", "We charge much")
    entry = entry_of(thread)
    page = Entry.objects.get(key=f"page:{case.pk}")
    assert entry.kind == "thread"
    assert entry.title == "Parking permits"
    assert entry.url == "/town-hall/permits/#comments"
    assert entry.body == "We charge nothing We charge much"
    assert entry.translation_key == page.translation_key
    assert entry.published_at == page.published_at
    assert values_of(entry)["agency"] == {"town-hall"}
    numbers = list(thread.comments.order_by("pk").values_list("pk", flat=True))
    assert entry.data["parts"] == [[0, numbers[0], "en"], [18, numbers[1], "en"]]


def test_comments_are_for_agents_unless_a_rule_opens_them(
    case: CasePage, outsider: User, community: Make, guest: Person
) -> None:
    thread = comments_on(case, "We charge nothing")
    invited = guest(community())
    entry_of(thread)
    assert reads(outsider, thread)
    assert not reads(None, thread)
    assert not reads(invited, thread)
    rule = TalkRule.objects.create(page=case.get_parent(), readers=Readers.EVERYONE)
    entry_of(thread)
    assert not reads(None, thread)
    thread.readers = Readers.EVERYONE
    thread.save()
    entry_of(thread)
    assert reads(None, thread)
    with drain.paused():
        rule.delete()
    assert not reads(None, thread)
    entry_of(thread)
    assert reads(outsider, thread)
    assert not reads(None, thread)


def test_wall_around_a_page_closes_its_comments_at_once(
    case: CasePage, outsider: User
) -> None:
    thread = comments_on(case, "We charge nothing")
    entry_of(thread)
    assert reads(outsider, thread)
    with drain.paused():
        wall = PageViewRestriction.objects.create(
            page=case, restriction_type=PageViewRestriction.GROUPS
        )
    assert not reads(outsider, thread)
    entry_of(thread)
    assert not reads(outsider, thread)
    crew = Group.objects.create(name="crew")
    wall.groups.add(crew)
    outsider.groups.add(crew)
    assert reads(outsider, thread)


def test_comments_go_with_their_page_and_come_back(
    case: CasePage, outsider: User
) -> None:
    thread = comments_on(case, "We charge nothing")
    entry_of(thread)
    with drain.paused():
        case.unpublish()
    assert not reads(outsider, thread)
    assert entry_of(thread).removed
    case.save_revision().publish()
    assert not entry_of(thread).removed
    key = f"communities.thread:{thread.pk}"
    case.delete()
    drain.run_all()
    assert Entry.objects.get(key=key).removed


def test_cases_in_a_community_are_found_there(community: Make) -> None:
    page = community("open", slug="parking")
    library = page.get_children().get().specific
    guide = GuidePage(title="Guide", slug="guide", agency=agency("town-hall"))
    library.add_child(instance=guide)
    thread = comments_on(guide, "Good to know")
    drain.run_all()
    entry = Entry.objects.get(key=f"page:{guide.pk}")
    assert values_of(entry)["community"] == {"parking"}
    assert values_of(entry_of(thread))["community"] == {"parking"}


def test_check_of_the_catalogue_is_clean(community: Make, case: CasePage) -> None:
    discussion(community("open"), "Keys", "Which key?", "The blue one")
    discussion(community("confidential"), "Locks", "Which lock?")
    comments_on(case, "We charge nothing")
    drain.run_all()
    assert differences() == {"missing": [], "extra": [], "stale": []}
