"""Whatever an address says: a clean page or 400 with a sentence, never a 500."""

import pytest
from django.test import Client

from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

QUESTIONS = [
    "x" * 10_000,
    "word " * 2_000,
    "a\x00b",
    "\x00",
    'unbalanced "quote',
    '"""',
    "title:(parking AND -permit) OR /re.*/ ~2 ^5 [a TO *}",
    'NEAR("a" "b", 3) {title}: ^parking *',
    "parking' & !badge | <-> :*",
    "<script>alert(1)</script>",
    "<b>\"'><img src=x onerror=alert(1)>",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "日本語 العربية Ελληνικά",
    "\u202e\u200b\u00ad",
    "%00%ff%",
    "\\",
    "*",
    "-" * 400,
    '-"' * 150,
    "-a " * 130,
    '"a b" ' * 60,
    "agency:" * 50,
    'author:"' + "x" * 300 + '"',
    "kind:\x00 lang:\u202e theme:*",
    '-"the" "the" -the',
]
PARAMETERS = [
    "page=0",
    "page=-5",
    "page=1000000000",
    "page=" + "9" * 4000,
    "page=abc",
    "page=1&page=2",
    "sort=score",
    "sort=reused",
    "kind=nothing",
    "kind=case&kind=case&kind=guide",
    "theme=unknown&theme=unknown&theme=<b>",
    "agency=%00&country=zz&level=*",
    "year=abcd&year=99999&year=-1",
    "lang=xx&lang=%27",
    "status=0&readers=%22&tag=%C3%A9",
    "tag=" + "x" * 500,
    "&".join(f"tag=t{n}" for n in range(200)),
    "q=%ff%fe&theme=%ff",
    "exact=maybe",
    "explain=1&explain=2&q=parking",
    "q=agency:x&agency=x&" + "&".join(f"tag=t{n}" for n in range(49)),
    "q[]=a&q.x=1",
]
ADDRESSES = ["/search/", "/search/suggest/", "/api/v1/search", "/api/v1/suggest"]


@pytest.fixture(autouse=True)
def _something_to_find() -> None:
    make_entry("Parking permits", facets={"theme": ["mobility"]})


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("q", QUESTIONS)
def test_questions_of_any_kind_are_answered(
    client: Client, address: str, q: str
) -> None:
    response = client.get(address, {"q": q})
    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert len(q) > 400
        assert "400" in response.content.decode()
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        return
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("parameters", PARAMETERS)
def test_parameters_of_any_kind_are_answered(
    client: Client, address: str, parameters: str
) -> None:
    response = client.get(f"{address}?{parameters}")
    assert response.status_code in (200, 400)
    assert b"Traceback" not in response.content


def test_what_is_wrong_is_told_in_a_sentence(client: Client) -> None:
    page = client.get("/search/?page=0")
    assert page.status_code == 400
    assert "The page of results is a number from 1." in page.content.decode()
    data = client.get("/api/v1/search?page=0")
    assert data.status_code == 400
    assert data.json() == {"detail": ["The page of results is a number from 1."]}


def test_a_page_beyond_the_end_says_so(client: Client) -> None:
    for number in (2, 1_000_000_000):
        response = client.get(f"/search/?q=parking&page={number}")
        assert response.status_code == 200
        assert response.context["page"].beyond_end
        assert response.context["page"].first_url == "/search/?q=parking"
        assert (
            client.get(f"/api/v1/search?q=parking&page={number}").json()["total"] == 1
        )


def test_unknown_values_can_be_taken_off(client: Client) -> None:
    page = client.get("/search/?q=parking&theme=unknown&kind=nothing").context["page"]
    assert page.total == 0
    assert [(undo.url, undo.count) for undo in page.suggestions.undo] == [
        ("/search/?q=parking", 1)
    ]
    assert [chip.label for chip in page.chips] == ["unknown"]


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_only_reading_is_possible(client: Client, address: str) -> None:
    assert client.post(address, {"q": "parking"}).status_code == 405
