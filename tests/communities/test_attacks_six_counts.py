"""What is counted in the editing pages counts nothing that is confidential."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from accounts.models import KNOWLEDGE_MANAGERS, User
from communities.models import CommunityPage
from communities.querysets import library_of
from practices.models import AgencySectionPage, CaseAsset, CasePage
from tests.communities.conftest import Make
from tests.communities.people import agency, agent, client_of, joins
from tests.communities.said import discussion
from vocabulary.models import Profession, Tag, Theme
from vocabulary.pairs import uses_by_tag

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("wagtail_indexes"),
]


@pytest.fixture
def secret(community: Make) -> CommunityPage:
    return community("confidential", "Zeppelin club")


@pytest.fixture
def words(secret: CommunityPage) -> dict[str, Any]:
    """A tag, a theme and a profession that only a confidential community carries."""
    tag = Tag.objects.create(name="airship", slug="airship", state="accepted")
    theme = Theme.objects.create(slug="aviation", label_en="Aviation")
    profession = Profession.objects.create(slug="pilots", label_en="Pilots")
    library = library_of(secret)
    assert library is not None
    case = CasePage(title="Hangar", slug="hangar", agency=agency())
    library.add_child(instance=case)
    case.tags.add(tag)
    case.themes.add(theme)
    case.readers.add(profession)
    case.save()
    secret.themes.add(theme)
    secret.save()
    discussion(secret).tags.add(tag)
    return {"tag": tag, "theme": theme, "profession": profession}


def manager(*groups: Any) -> User:
    user = agent()
    user.groups.add(Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)[0], *groups)
    return user


def uses(words: dict[str, Any], reader: User | None) -> list[int]:
    return [
        type(word).objects.with_uses(reader).get(pk=word.pk).uses
        for word in words.values()
    ]


def test_uses_are_counted_of_what_one_knows(
    secret: CommunityPage, words: dict[str, Any]
) -> None:
    stranger, member = manager(), manager()
    joins(member, secret)
    root = User.objects.create_superuser("root", "root@hub.example", "secret")
    assert uses(words, stranger) == [0, 0, 0]
    assert uses(words, member) == uses(words, root) == uses(words, None) == [2, 2, 1]
    assert uses_by_tag(stranger)[words["tag"].pk] == 0
    assert uses_by_tag(member)[words["tag"].pk] == 2


def test_other_communities_are_counted_as_before(
    community: Make, words: dict[str, Any]
) -> None:
    discussion(community("private")).tags.add(words["tag"])
    assert uses(words, manager())[0] == 1


def test_lists_and_questions_say_the_same_as_without_it(
    words: dict[str, Any],
) -> None:
    client = client_of(manager())
    tag, theme = words["tag"], words["theme"]
    rows = client.get("/admin/tags/?export=csv")
    last = b"".join(rows).decode().strip().splitlines()[-1]
    assert last.startswith("airship")
    assert last.endswith(",0")
    text = client.get(f"/admin/tags/delete/{tag.pk}/").content.decode()
    assert "It is in use 0 times" in text
    assert "referenced 0 times" in text
    text = client.get(f"/admin/tags/usage/{tag.pk}/").content.decode()
    assert "Private" not in text
    assert "There are no results" in text
    assert "Used 0 times" in client.get(f"/admin/tags/edit/{tag.pk}/").content.decode()
    assert client.get(f"/admin/themes/delete/{theme.pk}/").status_code == 200


def test_a_dropped_word_is_gone_everywhere(words: dict[str, Any]) -> None:
    client = client_of(manager())
    for name in ("tag", "theme"):
        response = client.post(f"/admin/{name}s/delete/{words[name].pk}/")
        assert response.status_code == 302
    case = CasePage.objects.get(slug="hangar")
    assert not case.tags.exists()
    assert not case.themes.exists()


def test_a_new_word_of_a_confidential_page_is_its_own(words: dict[str, Any]) -> None:
    tag = words["tag"]
    tag.state = "proposed"
    tag.save()
    Tag.objects.create(name="airships", slug="airships", state="accepted")
    client = client_of(manager())
    shown = (
        "/admin/tags/?export=csv",
        "/admin/proposed_tags/",
        "/admin/twin_tags/",
        "/admin/tag-autocomplete/vocabulary/tag/?term=airsh",
    )
    for address in shown:
        response = client.get(address)
        text = b"".join(response) if response.streaming else response.content
        assert not re.search(rb"airship\b", text), address
    assert not Tag.objects.proposed().exists()
    for view in ("edit", "delete", "usage", "history"):
        assert client.get(f"/admin/tags/{view}/{tag.pk}/").status_code == 404
    section = AgencySectionPage.objects.get(agency=agency())
    case = CasePage(title="Permits", slug="permits", agency=agency())
    section.add_child(instance=case)
    case.tags.add(tag)
    case.save()
    assert Tag.objects.proposed().get() == tag
    assert "airship<" in client.get("/admin/twin_tags/").content.decode()


@pytest.fixture
def public(secret: CommunityPage) -> CasePage:
    """A case of everyone with a file; a confidential page links to both."""
    section = AgencySectionPage.objects.get(agency=agency())
    page = CasePage(title="Permits", slug="permits", agency=agency())
    section.add_child(instance=page)
    document = Document(title="Plan", collection=section.files)
    document.file.save("plan.txt", ContentFile(b"A plan"))
    library = library_of(secret)
    assert library is not None
    case = CasePage(title="Hangar", slug="hangar", agency=agency())
    library.add_child(instance=case)
    CaseAsset.objects.create(page=case, title="Plan", document=document)
    case.save()
    secret.introduction = f'<p><a linktype="page" id="{page.pk}">As there</a></p>'
    secret.save()
    return page


def told(client: Client, page: CasePage) -> list[bool]:
    """Whether each address says that something refers to the page, or to the file."""
    document = Document.objects.get().pk
    shown = {
        f"/admin/pages/{page.pk}/usage/": "Private",
        f"/admin/pages/{page.pk}/edit/": "Used 1 time",
        f"/admin/pages/{page.pk}/delete/": "referenced 1 time",
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}": "referenced 1 time",
        f"/admin/documents/usage/{document}/": "Private",
        "/admin/documents/": "Used 1 time",
        "/admin/documents/?ordering=-usage_count": "Used 1 time",
        "/admin/documents/?usage_count_min=1": "Plan",
    }
    return [
        text in client.get(address).content.decode() for address, text in shown.items()
    ]


def test_references_are_counted_of_what_one_knows(
    secret: CommunityPage, public: CasePage
) -> None:
    section = AgencySectionPage.objects.get(agency=agency())
    stranger, member = (manager(section.editors, section.publishers) for _ in range(2))
    joins(member, secret)
    assert told(client_of(stranger), public) == [False] * 8
    root = User.objects.create_superuser("root", "root@hub.example", "secret")
    assert any(told(client_of(member), public))
    assert told(client_of(root), public)[5:] == [True] * 3
