"""Many rows cost no more queries than few."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Agency
from accounts.services import create_user
from search.curating.services import add_synonyms, pin
from search.kept import lists, services
from search.models import KeptList, Step
from tests.search.entries import make_entry
from tests.search.reported import manager, missed, question, signed_in
from vocabulary import services as vocabulary
from vocabulary.models import Tag

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)
ADDRESSES = (
    *("/admin/search/asked/all/", "/admin/search/asked/", "/admin/search/asked/done/"),
    *("/admin/search/asked/wishes/", "/admin/search/changes/"),
    *("/admin/search/synonyms/", "/admin/search/pinned/", "/admin/merged_tags/"),
    *("/admin/twin_tags/", "/saved/", "/search/wishes/"),
    *("/admin/search/asked/wishes/?export=csv", "/admin/search/asked/done/?export=csv"),
)


def test_many_rows_cost_no_more_queries() -> None:
    agency = Agency.objects.create(slug="wilgendam", name_en="Wilgendam", country="be")
    user = manager(agency)
    client = signed_in(user)

    def more(number: int) -> None:
        for _time in range(number):
            n = next(_numbers)
            entry = make_entry(f"Bike {n}")
            add_synonyms([f"bike{n}", f"velo{n}"], by=user)
            pin(f"bike{n}", entry.key, by=user)
            asked = question(f"asked{n}", (1, {"searches": 6, "without_result": 6}))
            Step.objects.create(question=asked, kind="ignore", number=6, by=user)
            other = create_user(f"other{n}@wilgendam.example", agency=agency)
            missed(other, f"asked{n}")
            missed(user, f"asked{n}")
            one, into = (Tag.objects.create(name=f"{w}{n}") for w in ("abc", "xyz"))
            vocabulary.merge(one, into, by=user)
            Tag.objects.create(name=f"XYZ-{n}")
            services.save_search(user, f"q=bike{n}", f"Bike {n}", [])
            lists.keep(user, entry.key, "Read later", "")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = client.get(address)
            assert answer.status_code == 200, address
            b"".join(answer) if answer.streaming else answer.content
        return len(caught)

    more(3)
    addresses = [*ADDRESSES, f"/saved/lists/{KeptList.objects.get().pk}/"]
    addresses.append(f"{addresses[-1]}csv/")
    few = {address: cost(address) for address in addresses}
    more(12)
    many = {address: cost(address) for address in addresses}
    assert {a: (few[a], many[a]) for a in few if many[a] > few[a] + 1} == {}
