"""Two people of one agency mark a page at the same moment."""

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.models import Agency
from catalogue.models import Importance
from practices import duties
from practices.models import AgencySectionPage, CasePage, Done
from tests.practices.conftest import person

WAIT = 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_marks_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    agency = Agency.objects.create(slug="noordzoom", name_nl="Noordzoom", country="nl")
    page = CasePage(title="A duty", agency=agency, importance=Importance.MUST_DO)
    AgencySectionPage.objects.get(agency=agency).add_child(instance=page)
    both_looked = threading.Barrier(2, timeout=WAIT)
    save = Done.save

    def save_together(done: Done, *args: Any, **kwargs: Any) -> None:
        both_looked.wait()
        save(done, *args, **kwargs)

    monkeypatch.setattr(Done, "save", save_together)
    marks: list[int] = []

    def mark(name: str) -> None:
        try:
            marks.append(duties.mark_done(page, users[name]).pk)
        finally:
            connection.close()

    users = {name: person(name, agency) for name in ("lea", "jan")}
    threads = [threading.Thread(target=mark, args=[name]) for name in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert marks == [Done.objects.get().pk] * 2
