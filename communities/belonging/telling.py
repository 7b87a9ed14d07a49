"""Mails on what was decided about somebody who belongs, or wants to."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts import mails
from communities.models import Membership


def let_in(row: Membership) -> None:
    """The person is a member."""
    _send(row, "community_let_in", url=f"{settings.BASE_URL}{row.community.url}")


def declined(row: Membership) -> None:
    """The person is not, and why."""
    _send(row, "community_declined", reason=row.reason)


def ended(row: Membership) -> None:
    """The person belongs to it no more, and why."""
    _send(row, "community_ended", reason=row.reason)


def _send(row: Membership, template: str, **context: Any) -> None:
    if not row.user.email or not row.user.is_active:
        return
    language = mails.language_of(row.user, settings.LANGUAGE_CODE)
    context["community"] = row.community.title
    context["is_confidential"] = row.community.is_confidential
    mails.send(template, row.user.email, language, context)
