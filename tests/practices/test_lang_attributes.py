"""Every passage says its language, and long words say where they may break."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.test import Client
from django.utils.translation.trans_real import translation

from accounts.models import User
from tests.practices.foreign_world import CODES, LONG, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User], Client]
SOFT_HYPHEN = "\u00ad"
UNSEEN = {"script", "style", "title", "textarea", "svg"}
# Running texts of editors stay as they were written.
RICH = (
    *("Body", "Advice", "Walk", "Cell", "Rulede", "Ruleen", "Rulefr", "Rulenl"),
    *("Result", "Lesson", "Short", "Welcome", "Opening", "Learned"),
)
LISTS = (
    *("/", "/cases/", "/guides/", "/collections/", "/themes/", "/agencies/"),
    *("/themes/theme-en/", "/themes/broad-nl/"),
    *("/search/", "/search/?q=anticonstitutionnellement"),
    *("/search/?theme=theme-nl&agency=agency-de&readers=reader-fr&tag=tag-nl",),
    *("/search/?q=xyzzyx&theme=theme-nl", "/search/suggest/?q=case"),
)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def addresses(world: World) -> list[str]:
    """Every page of the world, and every list that leads there."""
    pages = [page for kind in world.pages.values() for page in kind]
    found = [*LISTS, *(page.url for page in pages)]
    found += [f"{page.url}steps/2/" for page in world.pages["paged"]]
    for kind in ("case", "paged"):
        found += [
            f"{page.url}?print={page.locale.language_code}"
            for page in world.pages[kind]
        ]
    for page in world.pages["copy"]:
        original = page.translation_link.original.locale.language_code
        found.append(f"{page.url}?print={original}&print={page.locale.language_code}")
    return found


def passages(html: str) -> Iterator[tuple[str, str]]:
    """Every text on a page with the language that it is said to be in."""
    for node in BeautifulSoup(html, "html.parser").find_all(string=True):
        if type(node) is not NavigableString or not node.strip():
            continue
        if UNSEEN & {parent.name for parent in node.parents}:
            continue
        said = next(parent["lang"] for parent in node.parents if parent.get("lang"))
        yield " ".join(node.split()), said


@pytest.fixture(params=CODES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def shown(world: World, signed_in: SignIn, language: str) -> dict[str, str]:
    """Every page by its address, as strangers or as agents get it in a language."""
    assert world.agent
    User.objects.filter(pk=world.agent.pk).update(interface_language=language)
    client = signed_in(world.agent) if language in ("fr", "nl") else Client()
    pages = {}
    for address in addresses(world):
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == 200, address
        pages[address] = answer.content.decode()
    return pages


def test_every_text_says_its_language_and_where_long_words_may_break(
    world: World, shown: dict[str, str], language: str
) -> None:
    wrong, stiff, seen = set(), set(), set()
    own = sentences(language)
    for address, html in shown.items():
        for passage, said in passages(html):
            plain = passage.replace(SOFT_HYPHEN, "")
            if plain in own and said != language:
                wrong.add((address, plain, said))
            for text, code in world.texts.items():
                if text in plain:
                    seen.add(text)
                    if said != code:
                        wrong.add((address, plain, said))
                    if LONG[code] in passage and not plain.startswith(RICH):
                        stiff.add((address, plain))
    assert sorted(wrong) == []
    assert sorted(stiff) == []
    assert set(world.texts) == seen


def sentences(language: str) -> set[str]:
    """What the interface says, where it cannot be mistaken for anything else."""
    if language == "en":
        return set()
    return {
        text
        for _key, text in translation(language)._catalog.items()
        if isinstance(text, str) and len(text) > 12 and "%" not in text
    }


def test_no_soft_hyphen_gets_into_attributes_titles_feeds_or_the_api(
    world: World, client: Client
) -> None:
    for address in addresses(world):
        soup = BeautifulSoup(client.get(address).content.decode(), "html.parser")
        for tag in soup.find_all(True):
            values: Any = " ".join(map(str, tag.attrs.values()))
            assert SOFT_HYPHEN not in values, (address, tag.name)
        assert SOFT_HYPHEN not in soup.title.string
    for address in ("/feeds/newest/", "/api/v1/search", "/api/v1/suggest?q=case"):
        assert SOFT_HYPHEN not in client.get(address).content.decode()
