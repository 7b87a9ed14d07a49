"""The part after the @ of agents' addresses: exact names of hosts, nothing looser."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:{PART}\.)+(?=[^.]*[a-z]){PART}")
MAX_LENGTH = 253


def parse(text: str) -> list[str]:
    """The domains of a text, one a line, in small letters, each once and checked."""
    lines = (line.strip().lower() for line in text.splitlines())
    return list(dict.fromkeys(_checked(line) for line in lines if line))


def _checked(line: str) -> str:
    try:
        host = line.encode("idna").decode()
    except UnicodeError:
        host = ""
    if len(host) > MAX_LENGTH or not HOST.fullmatch(host):
        message = _(
            "“%(line)s” is not a domain. Write it like agency.example: no @, no star, "
            "no address of a page."
        )
        raise ValidationError(message, code="domain", params={"line": line[:100]})
    return host
