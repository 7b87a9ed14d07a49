"""System checks of a hub that serves for real: manage.py check --deploy."""

from __future__ import annotations

from typing import Any

from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from accounts.models import User
from hub.demo.people import DOMAIN


@register(Tags.security, deploy=True)
def no_demo_accounts(app_configs: Any = None, **_kwargs: Any) -> list[Warning]:
    """The accounts of the demo share one password, and one of them may do everything.

    Their number is asked for in a deployment check only: others need no database.
    """
    try:
        people = User.objects.filter(email__iendswith=f"@{DOMAIN}", is_active=True)
        many = sum(person.has_usable_password() for person in people)
    except DatabaseError:
        return []
    if not many:
        return []
    return [
        Warning(
            f"{many} accounts of the demo can sign in with one shared password.",
            hint="Remove the demo: DEBUG=1 manage.py load_demo --remove.",
            id="hub.W001",
        )
    ]
