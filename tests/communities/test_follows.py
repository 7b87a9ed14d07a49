"""Following: the button, the list, what may be followed, and new pages."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Profile, User
from catalogue import drain
from communities.following import services
from communities.following.gathering import gather
from communities.following.mailing import send_due
from communities.models import CommunityPage, Follow, MailChoice, Notice
from communities.models.following import Rhythm
from practices.models import AgencySectionPage, CasePage
from tests.communities.following import asks, browser, lines, page_of
from tests.communities.people import agency, agent
from vocabulary.models import Tag, Theme

pytestmark = pytest.mark.django_db

Make = Callable[..., CommunityPage]
Person = Callable[..., User]


@pytest.fixture
def theme(db: None) -> Theme:
    return Theme.objects.create(slug="mobility", label_en="Mobility")


@pytest.fixture
def publish(theme: Theme) -> Callable[..., CasePage]:
    """Publish a case on mobility, by default just now."""

    def make(title: str, **fields: Any) -> CasePage:
        town = agency("town-hall")
        moment = fields.pop("at", timezone.now())
        page = CasePage(title=title, agency=town, **fields)
        page.first_published_at = page.last_published_at = moment
        AgencySectionPage.objects.get(agency=town).add_child(instance=page)
        page.themes.set([theme])
        page.save()
        drain.run_all()
        return page

    return make


def press(client: Client, key: str, follow: str = "1", **more: str) -> int:
    data = {"key": key, "follow": follow, **more}
    return client.post("/follow/set/", data).status_code


def test_button_is_pressed_and_taken_back(theme: Theme, outsider: User) -> None:
    client = browser(outsider)
    assert 'aria-pressed="false"' in client.get("/themes/mobility/").content.decode()
    for _twice in range(2):
        assert press(client, "theme:mobility") == 302
    assert Follow.objects.get().key == "theme:mobility"
    assert 'aria-pressed="true"' in client.get("/themes/mobility/").content.decode()
    for _twice in range(2):
        assert press(client, "theme:mobility", "0") == 302
    assert not Follow.objects.exists()


def test_button_swaps_in_place_and_says_so(theme: Theme, outsider: User) -> None:
    answer = browser(outsider).post(
        "/follow/set/",
        {"key": "theme:mobility", "follow": "1"},
        headers={"hx-request": "true"},
    )
    html = answer.content.decode()
    assert "Following" in html
    assert 'role="status">You follow this now.' in html
    assert "<main" not in html


def test_strangers_see_no_button(theme: Theme) -> None:
    html = browser(None).get("/themes/mobility/").content.decode()
    assert "Follow" not in html


@pytest.mark.parametrize(
    "key",
    [
        *("theme:none", "nonsense", "theme:", ":", "person:0", "page:1", "tag:none"),
        *("community:99999999999999999999", "thread:x", "a\0b", "x" * 200),
    ],
)
def test_what_is_not_there_cannot_be_followed(outsider: User, key: str) -> None:
    client = browser(outsider)
    assert press(client, key) == 404
    assert client.get("/follow/button/", {"key": key}).status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("visibility", "status"),
    [("open", 302), ("restricted", 302), ("private", 302), ("confidential", 404)],
)
def test_outsiders_follow_what_they_may_know_of(
    community: Make, outsider: User, visibility: str, status: int
) -> None:
    page = community(visibility)
    assert press(browser(outsider), f"community:{page.pk}") == status


@pytest.mark.parametrize(
    ("visibility", "status"), [("open", 302), ("restricted", 404), ("private", 404)]
)
def test_outsiders_follow_only_discussions_that_they_read(
    community: Make, member: Person, outsider: User, visibility: str, status: int
) -> None:
    page = community(visibility)
    thread = asks(member(page), page)
    assert press(browser(outsider), f"thread:{thread.pk}") == status


def test_list_shows_what_is_followed_and_hides_what_was_closed(
    community: Make, theme: Theme, outsider: User
) -> None:
    page = community("restricted", "Secret garden")
    client = browser(outsider)
    assert "You follow nothing yet" in page_of(outsider, "/follow/")
    press(client, "theme:mobility")
    press(client, f"community:{page.pk}")
    html = page_of(outsider, "/follow/")
    assert "Mobility" in html
    assert "Secret garden" in html
    CommunityPage.objects.filter(pk=page.pk).update(visibility="confidential")
    html = page_of(outsider, "/follow/")
    assert "Secret garden" not in html
    assert "Not available any more" in html


def test_rhythm_and_mute_are_chosen_for_each(theme: Theme, outsider: User) -> None:
    client = browser(outsider)
    press(client, "theme:mobility")
    row = Follow.objects.get()
    data = {"rhythm": "daily", "is_muted": "on"}
    assert client.post(f"/follow/{row.pk}/", data).status_code == 302
    row.refresh_from_db()
    assert (row.rhythm, row.is_muted) == (Rhythm.DAILY, True)
    assert client.post(f"/follow/{row.pk}/", {"rhythm": "hourly"}).status_code == 400
    other = browser(agent())
    assert other.post(f"/follow/{row.pk}/", data).status_code == 404
    assert other.post(f"/follow/{row.pk}/remove/").status_code == 404


def test_every_form_of_the_list_can_be_sent(theme: Theme, outsider: User) -> None:
    services.follow(outsider, "theme:mobility")
    for address in ("/follow/", "/notices/", "/notices/settings/"):
        html = page_of(outsider, address).partition("</main>")[0]
        forms = html.count('method="post"')
        assert forms > 0
        assert html.count('name="csrfmiddlewaretoken"') == forms


def test_what_was_removed_comes_back_with_one_button(
    theme: Theme, outsider: User
) -> None:
    client = browser(outsider)
    press(client, "theme:mobility", rhythm="daily")
    client.post(f"/follow/{Follow.objects.get().pk}/remove/")
    html = client.get("/follow/").content.decode()
    assert 'name="key" value="theme:mobility"' in html
    assert 'name="rhythm" value="daily"' in html
    assert "Undo" not in client.get("/follow/").content.decode()
    press(client, "theme:mobility", rhythm="daily")
    assert Follow.objects.get().rhythm == Rhythm.DAILY


def test_nobody_follows_without_end(
    theme: Theme, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_FOLLOWS", 1)
    client = browser(outsider)
    press(client, f"person:{agent().pk}")
    assert press(client, "theme:mobility") == 400
    assert Follow.objects.count() == 1


def test_back_leads_nowhere_else(theme: Theme, outsider: User) -> None:
    client = browser(outsider)
    for target in ("https://evil.example/", "//evil.example/", "javascript:x"):
        data = {"key": "theme:mobility", "follow": "1", "next": target}
        answer = client.post("/follow/set/", data)
        assert answer.headers["Location"] == "/themes/mobility/"


def test_new_page_is_told_to_those_who_followed_before(
    publish: Callable[..., CasePage], outsider: User
) -> None:
    late = agent("late")
    services.follow(outsider, "theme:mobility")
    services.follow(outsider, "agency:town-hall")
    publish("Parking permits")
    services.follow(late, "theme:mobility")
    for _twice in range(2):
        gather()
    assert [line.title for line in lines(outsider)] == ["Parking permits"]
    assert not lines(late)


def test_old_pages_and_imports_are_no_news(
    publish: Callable[..., CasePage], outsider: User
) -> None:
    services.follow(outsider, "theme:mobility")
    publish("Old", at=timezone.now() - datetime.timedelta(days=9))
    gather()
    assert not lines(outsider)


def test_page_that_was_walled_meanwhile_is_not_told(
    publish: Callable[..., CasePage], outsider: User
) -> None:
    services.follow(outsider, "theme:mobility", rhythm=Rhythm.AT_ONCE)
    page = publish("Parking permits")
    gather()
    page.unpublish()
    drain.run_all()
    assert not lines(outsider)
    assert send_due().mails == 0


def test_followed_tag_that_was_merged_is_still_followed(
    publish: Callable[..., CasePage], outsider: User
) -> None:
    new = Tag.objects.create(name="bikes", slug="bikes", state="accepted")
    old = Tag.objects.create(name="cycles", slug="cycles", state="accepted")
    services.follow(outsider, "tag:cycles")
    old.merged_into = new
    old.save()
    page = publish("Bicycle streets")
    page.tags.add(new)
    page.save()
    drain.run_all()
    gather()
    assert [line.title for line in lines(outsider)] == ["Bicycle streets"]


@pytest.mark.parametrize("shows", [True, False])
def test_people_are_followed_as_far_as_they_show_what_they_keep(
    publish: Callable[..., CasePage], outsider: User, shows: bool
) -> None:
    keeper = agent("keeper")
    Profile.objects.create(user=keeper, shows_contributions=shows)
    services.follow(outsider, f"person:{keeper.pk}")
    page = publish("Kept by Keeper", page_owner=keeper)
    assert page.page_owner == keeper
    gather()
    assert len(lines(outsider)) == shows


def test_own_pages_are_no_news(
    publish: Callable[..., CasePage], outsider: User
) -> None:
    services.follow(outsider, "theme:mobility")
    publish("Mine", page_owner=outsider)
    gather()
    assert not Notice.objects.exists()


def test_gathering_costs_the_same_queries_for_many_pages(
    publish: Callable[..., CasePage],
    outsider: User,
    django_assert_max_num_queries: Any,
) -> None:
    services.follow(outsider, "theme:mobility")
    for number in range(6):
        publish(f"Page {number}")
    with django_assert_max_num_queries(7):
        gather()
    assert Notice.objects.count() == 6


def test_choices_are_kept_and_change_the_digests(theme: Theme, outsider: User) -> None:
    services.follow(outsider, "theme:mobility")
    services.follow(outsider, f"person:{agent().pk}", rhythm=Rhythm.NEVER)
    client = browser(outsider)
    data = {"here": ["mention"], "mail": ["reply"], "digest": "daily", "language": "nl"}
    answer = client.post("/notices/settings/", data, headers={"hx-request": "true"})
    assert "Saved" in answer.content.decode()
    choice = MailChoice.objects.get(user=outsider)
    assert "reply" in choice.not_here
    assert "moderation" not in choice.not_here
    assert "mention" in choice.not_mailed
    assert choice.language == "nl"
    rhythms = Follow.objects.order_by("pk").values_list("rhythm", flat=True)
    assert list(rhythms) == [Rhythm.DAILY, Rhythm.NEVER]


@pytest.mark.parametrize(
    "wrong", [{"digest": "hourly"}, {"language": "tlh"}, {"here": ["x"]}]
)
def test_wrong_choices_change_nothing(outsider: User, wrong: dict[str, Any]) -> None:
    data = {"digest": "weekly", "language": "en", **wrong}
    answer = browser(outsider).post("/notices/settings/", data)
    assert answer.status_code == 422
    assert not MailChoice.objects.exists()


def test_own_data_holds_it_and_a_closed_account_nothing(
    theme: Theme, outsider: User
) -> None:
    services.follow(outsider, "theme:mobility")
    client = browser(outsider)
    data = client.get("/people/me/data/").json()
    assert data["following"]["follows"][0]["key"] == "theme:mobility"
    services.forget_all(outsider)
    assert not Follow.objects.exists()
