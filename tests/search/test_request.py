"""From the parameters of an address to a request, and back."""

import pytest
from django.http import QueryDict

from search.addresses import query_string, without_filters, without_value
from search.forms import read
from search.request import SearchRequest, Sort

FULL = (
    "q=open+data&kind=case&theme=a&theme=b&agency=x&country=be&level=local&readers=r"
    "&tag=t&lang=fr&year=2025&status=pilot&sort=newest&page=2&exact=1"
)


def request_of(text: str) -> SearchRequest:
    found = read(QueryDict(text))
    assert not found.problems
    return found.request


def test_every_parameter_is_read() -> None:
    request = request_of(FULL)
    assert request.q == "open data"
    assert request.kinds == ("case",)
    assert request.facets["theme"] == ("a", "b")
    assert set(request.facets) == {
        *("theme", "agency", "country", "level", "readers", "tag", "lang", "year"),
        "status",
    }
    assert (request.sort, request.page, request.exact) == (Sort.NEWEST, 2, True)


def test_an_address_says_what_was_read_and_nothing_more() -> None:
    assert query_string(request_of(FULL)) == f"?{FULL}"
    assert query_string(request_of("q=&page=1&sort=best&other=1&theme=")) == ""


def test_repeated_values_count_once() -> None:
    assert request_of("theme=a&theme=a&theme=+a+").facets == {"theme": ("a",)}


def test_blanks_and_control_signs_are_no_words() -> None:
    assert request_of("q=+a%00b%0Ac%09+").q == "a b c"
    assert request_of("q=+++").q == ""
    assert request_of("theme=%00").facets == {}


def test_soft_hyphens_stay_in_their_word() -> None:
    assert request_of("q=be%C2%ADleid").q == "be\u00adleid"


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "one", "٣", "1e3", "0x1"])
def test_what_is_no_page_is_told(page: str) -> None:
    found = read(QueryDict(f"page={page}"))
    assert found.problems == ("The page of results is a number from 1.",)


@pytest.mark.parametrize("page", ["1000000000", "9" * 5000, "000000000000001"])
def test_long_numbers_are_pages(page: str) -> None:
    assert request_of(f"page={page}").page >= 1


def test_what_is_too_long_or_too_much_is_told() -> None:
    assert "400" in read(QueryDict("q=" + "x" * 401)).problems[0]
    assert "50" in read(QueryDict("&".join(f"tag=t{n}" for n in range(51)))).problems[0]
    assert "120" in read(QueryDict("tag=" + "x" * 121)).problems[0]
    assert not read(QueryDict("q=" + "x" * 400)).problems


def test_unknown_orders_are_told() -> None:
    assert read(QueryDict("sort=score")).problems


def test_one_filter_can_be_taken_off() -> None:
    request = request_of("q=a&theme=a&theme=b&year=2025&kind=case&page=3")
    assert query_string(without_value(request, "theme", "a")) == (
        "?q=a&kind=case&theme=b&year=2025"
    )
    assert query_string(without_value(request, "kind", "case")) == (
        "?q=a&theme=a&theme=b&year=2025"
    )
    assert query_string(without_filters(request)) == "?q=a&kind=case"
