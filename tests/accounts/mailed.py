"""Reading the mails of a test."""

import re

from django.core import mail

LINK = re.compile(r"(/account/join/[\w-]{30,}/)")


def link_in_last_mail() -> str:
    """The address, without the host, of the link in the newest mail."""
    (found,) = set(LINK.findall(mail.outbox[-1].body))
    return found


def kinds_of_mails() -> list[str]:
    """The subjects of the mails so far."""
    return [message.subject for message in mail.outbox]
