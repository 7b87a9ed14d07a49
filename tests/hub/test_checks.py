"""System checks of a hub that serves for real."""

import pytest

from accounts.models import User
from hub.checks import no_demo_accounts

pytestmark = pytest.mark.django_db


def test_accounts_of_the_demo_are_told_before_serving_for_real() -> None:
    assert no_demo_accounts() == []
    person = User.objects.create_user("agent", "agent@demo.example", "-")
    assert [warning.id for warning in no_demo_accounts()] == ["hub.W001"]
    person.is_active = False
    person.save()
    assert no_demo_accounts() == []
