"""Make the pages that every hub has."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from hub.services import make_first_pages


class Command(BaseCommand):
    """Rules, privacy, accessibility and contact, in four languages."""

    help = "Make the rules, privacy, accessibility and contact pages, once."

    def handle(self, *args: Any, **options: Any) -> None:
        many = len(make_first_pages())
        self.stdout.write(
            ngettext("%(many)d page was made.", "%(many)d pages were made.", many)
            % {"many": many}
        )
