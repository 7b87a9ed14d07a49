"""Photos of people: looked at before they are decoded, and never kept as they came."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.models import Profile

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
SIDE = 512
QUALITY = 82
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's readers raise for files that are broken or pretend to be pictures.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError)
FOLDER = "people"


def read(upload: Any) -> ContentFile:
    """A square picture made anew from an upload, without all that came with it.

    Raises ValidationError with a sentence for what is no photo.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("This file is larger than 5 MB: choose a smaller one."), code="bytes"
        )
    try:
        # By what the file holds, whatever its name says; nothing is decoded yet.
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            return ContentFile(_made_anew(image), f"{secrets.token_urlsafe(16)}.webp")
    except TOO_LARGE as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise ValidationError(
            _("This file is not a whole photo: choose a JPEG, PNG or WebP picture."),
            code="broken",
        ) from error


def keep(card: Profile, photo: ContentFile | None) -> None:
    """Give a person this photo, or none; the old file goes when that is committed."""
    before = card.photo.name
    if photo is None:
        card.photo = ""
    else:
        card.photo.save(photo.name or "", photo, save=False)
    card.save()
    if before:
        forget(card, before)


def forget(card: Profile, name: str) -> None:
    """Delete the file of a photo that nobody shows any more, after the commit."""
    storage = card.photo.storage
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _too_many_pixels() -> ValidationError:
    message = _("This photo has more than 40 million pixels: choose a smaller one.")
    return ValidationError(message, code="pixels")


def _made_anew(image: Any) -> bytes:
    """Upright, a small square in plain colours; no camera, no place, no date."""
    # JPEG can be read at a part of its size, which spares most of the memory.
    image.draft("RGB", (2 * SIDE, 2 * SIDE))
    # Every step below would copy millions of pixels that nobody will see.
    image.thumbnail((4 * SIDE, 4 * SIDE))
    upright = ImageOps.exif_transpose(image)
    colours = upright.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    paper.alpha_composite(colours)
    side = min(SIDE, *paper.size)
    photo = ImageOps.fit(paper.convert("RGB"), (side, side))
    photo.info.clear()
    written = BytesIO()
    photo.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
