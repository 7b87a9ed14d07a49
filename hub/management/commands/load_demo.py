"""Load the demo, or take it away again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.demo import loader, people


class Command(BaseCommand):
    """Fill a new hub with invented agencies, people, cases and guides."""

    help = "Load the demo content once; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="take the demo away again"
        )

    def handle(self, *args: Any, remove: bool = False, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                _("The demo opens accounts for trying: load it with DEBUG=1 only.")
            )
        if remove:
            self.remove()
            return
        secret = people.password(settings.VAR_DIR)
        if not loader.is_loaded():
            loader.load(secret)
        self.print_accounts(secret)

    def remove(self) -> None:
        """Take the demo away and say what stays."""
        kept = loader.remove()
        self.stdout.write(_("The demo is gone."))
        if kept:
            self.stdout.write(
                ngettext(
                    "This agency stays, because others use it: %s.",
                    "These agencies stay, because others use them: %s.",
                    len(kept),
                )
                % ", ".join(kept)
            )

    def print_accounts(self, secret: str) -> None:
        """Say how to sign in."""
        self.stdout.write(
            _("Demo accounts, all with the password %(password)s:")
            % {"password": secret}
        )
        for email, role in people.accounts():
            self.stdout.write(f"  {email:<30} {role}")
        self.stdout.write(_("Sign in at /account/login/ with the e-mail address."))
