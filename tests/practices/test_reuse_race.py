"""Many agencies, and two people of one, say at the same moment that they reused it."""

import datetime
import threading

import pytest
from django.db import connection

from accounts.models import Agency
from catalogue import drain
from catalogue.models import Entry
from practices import reuses
from practices.models import AgencySectionPage, CasePage, Reuse
from tests.practices.conftest import person, publish

WAIT = 60
AGENCIES = 12
VALUES = {
    "since": datetime.date(2026, 3, 1),
    "adapted": "",
    "result": "",
    "own_case": None,
}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_reuses_at_once_are_counted_exactly() -> None:
    owner = Agency.objects.create(slug="owner", name_nl="Eigenaar", country="nl")
    page = CasePage(title="A case", agency=owner, live=False)
    AgencySectionPage.objects.get(agency=owner).add_child(instance=page)
    publish(page)
    agencies = [
        Agency.objects.create(slug=f"a{n}", name_nl=f"A{n}", country="nl")
        for n in range(AGENCIES)
    ]
    users = [person(f"p{n}-{m}", a) for n, a in enumerate(agencies) for m in range(2)]
    start, problems = threading.Barrier(len(users), timeout=WAIT), []

    def record(number: int) -> None:
        try:
            start.wait()
            reuses.record(page, users[number], VALUES)
        except Exception as error:  # noqa: BLE001, told below
            problems.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=record, args=[number]) for number in range(len(users))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert problems == []
    assert Reuse.objects.count() == AGENCIES
    drain.run_all()
    assert Entry.objects.get(key=f"page:{page.pk}").reuses == AGENCIES
