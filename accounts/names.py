"""Names of people: any letters of any script, and nothing that plays tricks."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_LENGTH = 80
# Letters of the standard that show nothing.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
# Some scripts spell words with them.
JOINERS = frozenset("\u200c\u200d")
BETWEEN = frozenset(" '’ʼ‘`´-‐‑.·,")
MOST_MARKS = 4


def clean_name(text: str) -> str:
    """The name without blanks and marks that nobody sees.

    Raises ValidationError with a sentence for what is no name.
    """
    seen = "".join(c for c in text if c in JOINERS or not _is_unseen(c))
    name = unicodedata.normalize("NFC", " ".join(seen.split()))
    if len(name) > MAX_LENGTH:
        message = _("Shorten it: a name has at most %(most)s characters here.")
        raise ValidationError(message, code="long", params={"most": MAX_LENGTH})
    if not any(_is_letter(c) for c in name):
        raise ValidationError(_("A name has at least one letter."), code="letter")
    if not all(_may_stand(c) for c in name) or _has_towers(name):
        message = _(
            "Write the name with letters, blanks, hyphens, apostrophes and full stops "
            "only: no pictures, no other signs."
        )
        raise ValidationError(message, code="signs")
    return name


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cf", "Cn", "Co", "Cs") or (
        category == "Cc" and not character.isspace()
    )


def _is_letter(character: str) -> bool:
    is_letter = unicodedata.category(character).startswith("L")
    return is_letter and character not in BLANK_LETTERS


def _may_stand(character: str) -> bool:
    if character in BETWEEN or character in JOINERS or _is_letter(character):
        return True
    # Variation selectors turn plain signs into pictures.
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark and not re.match("[\ufe00-\ufe0f\u20e3]", character)


def _has_towers(name: str) -> bool:
    """Whether marks are piled up over one letter until they cover other lines."""
    run = 0
    for character in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.category(character) == "Mn" else 0
        if run > MOST_MARKS:
            return True
    return False
