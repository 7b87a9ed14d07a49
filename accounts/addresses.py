"""An address as people type or paste it, and what of it the hub keeps."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.domains import host_of

MAX_LENGTH = 254
MAX_LOCAL = 64
WORD = r"[a-z0-9#$&'*+/=?^_`{|}~-]+"
LOCAL = re.compile(rf"{WORD}(?:\.{WORD})*")


def parse_address(text: str) -> str:
    """The address in small letters, its host as mail servers know it.

    Raises ValidationError with a sentence for whatever is no plain address.
    """
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    if len(shown) > MAX_LENGTH:
        message = _("This is too long: an address has at most %(most)s characters.")
        raise ValidationError(message, code="long", params={"most": MAX_LENGTH})
    local, _at, domain = shown.lower().rpartition("@")
    host = host_of(domain)
    if not host or len(local) > MAX_LOCAL or not LOCAL.fullmatch(local):
        message = _("Write the address like name@agency.example.")
        raise ValidationError(message, code="address")
    if "+" in local:
        message = _("Write your address without the part from + on.")
        raise ValidationError(message, code="plus")
    # A foreign host grows when it is written in plain letters.
    address = f"{local}@{host}"
    if len(address) > MAX_LENGTH:
        message = _("This is too long: an address has at most %(most)s characters.")
        raise ValidationError(message, code="long", params={"most": MAX_LENGTH})
    return address


def domain_of(address: str) -> str:
    """What stands after the @ of an address of the hub."""
    return address.rpartition("@")[2]
