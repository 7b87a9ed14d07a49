"""The part after the @ of agents' addresses: exact names of hosts, nothing looser."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:{PART}\.)+(?=[^.]*[a-z]){PART}")
MAX_LENGTH = 253
# Anyone gets an address there within a minute; confirmed, it would let anyone in.
FOR_EVERYONE = frozenset(
    (
        *("aol.com", "bluewin.ch", "free.fr", "freenet.de", "gmail.com", "gmx.at"),
        *("gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.be"),
        *("hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.nl", "icloud.com"),
        *("kpnmail.nl", "laposte.net", "live.be", "live.com", "live.fr", "live.nl"),
        *("mail.com", "mail.de", "me.com", "msn.com", "orange.fr", "outlook.be"),
        *("outlook.com", "outlook.de", "outlook.fr", "outlook.nl", "pm.me"),
        *("posteo.de", "proton.me", "protonmail.com", "proximus.be", "sfr.fr"),
        *("skynet.be", "t-online.de", "telenet.be", "tutanota.com", "wanadoo.fr"),
        *("web.de", "xs4all.nl", "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.com"),
        *("ziggo.nl", "zoho.com"),
    )
)


def parse(text: str) -> list[str]:
    """The domains of a text, one a line, in small letters, each once and checked."""
    lines = (line.strip().lower() for line in text.splitlines())
    return list(dict.fromkeys(_checked(line) for line in lines if line))


def host_of(text: str) -> str:
    """The name of a host in small letters, foreign letters as punycode; "" if none."""
    try:
        host = text.strip().lower().encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return host if len(host) <= MAX_LENGTH and HOST.fullmatch(host) else ""


def is_for_everyone(host: str) -> bool:
    """Whether the domain belongs to a provider where anybody may have an address."""
    return host in FOR_EVERYONE


def _checked(line: str) -> str:
    host = host_of(line)
    if not host:
        message = _(
            "“%(line)s” is not a domain. Write it like agency.example: no @, no star, "
            "no address of a page."
        )
        raise ValidationError(message, code="domain", params={"line": line[:100]})
    if is_for_everyone(host):
        message = _("Anyone can have an address at %(domain)s: it is no agency's.")
        raise ValidationError(message, code="everyone", params={"domain": host})
    return host
