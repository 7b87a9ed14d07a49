"""People and agencies for the tests of accounts."""

import pytest
from django.test import Client

from accounts.models import Agency, User
from accounts.services import create_user

PASSWORD = "a-long-word-for-tests"


@pytest.fixture
def agency(db: None) -> Agency:
    """An agency with names in two languages."""
    return Agency.objects.create(
        slug="wilgendam",
        name_nl="Gemeente Wilgendam",
        name_en="Wilgendam",
        country="nl",
    )


@pytest.fixture
def agent(agency: Agency) -> User:
    """A person of that agency who may sign in."""
    return create_user(
        "lore@wilgendam.example",
        PASSWORD,
        agency=agency,
        first_name="Lore",
        last_name="Maessen",
    )


@pytest.fixture
def administrator(db: None) -> User:
    """Somebody who may do everything."""
    return create_user("root@hub.example", PASSWORD, is_superuser=True)


@pytest.fixture
def admin_client(administrator: User) -> Client:
    """A browser in which the administrator is signed in."""
    client = Client()
    client.force_login(
        administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client
