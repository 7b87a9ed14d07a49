"""Somebody presses twice at the same moment: one answer, and no error."""

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.models import Agency
from practices import usefulness
from practices.models import AgencySectionPage, CasePage, Usefulness
from tests.practices.conftest import person

WAIT = 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    agency = Agency.objects.create(slug="noordzoom", name_nl="Noordzoom", country="nl")
    page = CasePage(title="A case", agency=agency)
    AgencySectionPage.objects.get(agency=agency).add_child(instance=page)
    user = person("lea", agency)
    both_looked = threading.Barrier(2, timeout=WAIT)
    save = Usefulness.save
    waited: set[int] = set()

    def save_together(said: Usefulness, *args: Any, **kwargs: Any) -> None:
        if said.pk is None and threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            both_looked.wait()
        save(said, *args, **kwargs)

    monkeypatch.setattr(Usefulness, "save", save_together)
    done: list[bool] = []

    def say(useful: bool) -> None:
        try:
            usefulness.answer(page, user, useful=useful)
            done.append(useful)
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=[each]) for each in (True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert sorted(done) == [False, True]
    assert Usefulness.objects.get().by == user
