"""Send the mails that are due: `manage.py send_mails`, for cron or by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from communities.following import keeping_up


class Command(BaseCommand):
    """Send what is due; nothing twice, whoever else sends."""

    help = "Send the mails about notices that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Gather news, send, and say how many."""
        sent = keeping_up.once()
        self.stdout.write(f"{sent.mails} mails sent, {sent.failed} wait.")
