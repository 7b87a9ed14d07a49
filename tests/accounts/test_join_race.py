"""Two registrations at the same moment make one account, and nobody sees an error."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection

from accounts import joining
from accounts.joining import LinkOver, Person, Refused
from accounts.models import Agency, Invitation, User
from accounts.services import set_domains
from tests.accounts.conftest import PASSWORD
from tests.accounts.mailed import link_in_last_mail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "fenna@wilgendam.example"
WAIT = 20


def tokens(number: int) -> list[str]:
    """Links that were mailed to one address."""
    found = []
    for _ in range(number):
        joining.ask(ADDRESS, "en")
        found.append(link_in_last_mail().split("/")[-2])
    return found


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do these in threads that start together; what each returned or raised."""
    start, ends = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait(WAIT)
        try:
            ends.append(work())
        except (LinkOver, Refused, DatabaseError) as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return ends


@pytest.mark.parametrize("links", [1, 2])
def test_one_address_registers_twice_at_once(agency: Agency, links: int) -> None:
    set_domains(agency, ["wilgendam.example"])
    mailed = (tokens(links) * 2)[:2]
    person = Person("Fenna", "Duin")
    ends = at_once(
        *(
            lambda token=token: joining.register(token, person, PASSWORD)
            for token in mailed
        )
    )
    assert len(ends) == 2
    made = [end for end in ends if isinstance(end, User)]
    told = [end for end in ends if isinstance(end, LinkOver | Refused)]
    assert (len(made), len(told)) == (1, 1), ends
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert not joining.open_invitations(email=ADDRESS).exists()
    assert Invitation.objects.exclude(used_at=None).count() == 1
