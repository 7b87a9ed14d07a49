"""Pictures and files in comments: read, kept, served to who reads the comment.

Pictures are made anew, without camera, place and date. Files lie under names that
nobody guesses, in a folder that no address leads to.
"""

from __future__ import annotations

import datetime
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from communities.models import Attachment, Comment

MOST_FILES = 5
MAX_BYTES = 10 * 1024 * 1024
PICTURES = frozenset(("jpg", "jpeg", "png", "webp"))
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 40_000_000
SIDE = 1600
QUALITY = 82
LONGEST_NAME = 120
LONGEST_ALT = 200
UNSAFE = re.compile(r"[<>:\"/\\|?*]")
FOLDER = "talk"
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's readers raise for files that are broken or pretend to be pictures.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError)
# Longer than any request that writes a file and has not committed its row.
ORPHAN_AGE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Upload:
    """A file that may be kept; width and height are of pictures."""

    name: str
    content: File
    alt: str = ""
    width: int | None = None
    height: int | None = None


def fields() -> list[tuple[str, str]]:
    """The names of the fields of a form: for each file, and its description."""
    return [(f"file-{n}", f"alt-{n}") for n in range(1, MOST_FILES + 1)]


def read(files: Mapping[str, Any], data: Mapping[str, Any]) -> list[Upload]:
    """What was sent with a form, looked at and made ready to be kept.

    Raises one ValidationError with a sentence for each file that cannot be.
    """
    uploads, errors = [], []
    for file_name, alt_name in fields():
        upload = files.get(file_name)
        if upload is None:
            continue
        try:
            uploads.append(read_one(upload, str(data.get(alt_name, ""))))
        except ValidationError as error:
            errors.append(error)
    if errors:
        raise ValidationError(errors)
    return uploads


def read_one(upload: Any, alt: str = "") -> Upload:
    """One file; a picture needs a description. Raises ValidationError."""
    name = _clean_name(str(upload.name or ""))
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in PICTURES and ending not in settings.WAGTAILDOCS_EXTENSIONS:
        raise _error(
            "kind",
            _("“%(name)s” cannot be added. What can be: %(kinds)s."),
            name=name,
            kinds=", ".join(sorted([*PICTURES, *settings.WAGTAILDOCS_EXTENSIONS])),
        )
    if upload.size > MAX_BYTES:
        raise _error(
            "bytes",
            _("“%(name)s” is larger than 10 MB: choose a smaller file."),
            name=name,
        )
    if not upload.size:
        raise _error("empty", _("“%(name)s” is empty: choose another file."), name=name)
    if ending not in PICTURES:
        return Upload(name, upload)
    return _picture(upload, name, _clean_alt(alt, name))


@transaction.atomic
def attach(comment: Comment, uploads: Sequence[Upload]) -> list[Attachment]:
    """Keep files with a comment; none stays behind when one cannot be written."""
    kept: list[Attachment] = []
    try:
        for upload in uploads[:MOST_FILES]:
            kept.append(_attach(comment, upload))
    except BaseException:
        for each in kept:
            each.file.storage.delete(each.file.name or "")
        raise
    return kept


def forget(comment: Comment) -> None:
    """Delete the files of a comment; what they hold goes when that is committed."""
    for each in comment.attachments.all():
        each.delete()


def forget_content(attachment: Attachment) -> None:
    """Delete what a row that is gone was about, after the commit."""
    name, storage = attachment.file.name, attachment.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def sweep(storage: Storage = default_storage) -> int:
    """Delete files that no row knows, older than a day; how many they were."""
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    paths = {f"{FOLDER}/{name}" for name in names}
    known = Attachment.objects.values_list("file", flat=True)
    limit, gone = timezone.now() - ORPHAN_AGE, 0
    for path in sorted(paths - set(known)):
        if storage.get_modified_time(path) < limit:
            storage.delete(path)
            gone += 1
    return gone


def _attach(comment: Comment, upload: Upload) -> Attachment:
    ending = "webp" if upload.width else upload.name.rpartition(".")[2].lower()
    row = Attachment(
        comment=comment,
        name=upload.name,
        size=upload.content.size,
        is_picture=upload.width is not None,
        alt=upload.alt,
        width=upload.width,
        height=upload.height,
    )
    path = f"{secrets.token_urlsafe(24)}.{ending}"
    row.file.save(path, upload.content, save=False)
    row.save()
    return row


def _picture(upload: Any, name: str, alt: str) -> Upload:
    try:
        # By what the file holds, whatever its name says; nothing is decoded yet.
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels(name)
            content, size = _made_anew(image)
    except TOO_LARGE as error:
        raise _too_many_pixels(name) from error
    except BROKEN as error:
        raise _error(
            "broken",
            _("“%(name)s” is not a whole picture: choose a JPEG, PNG or WebP picture."),
            name=name,
        ) from error
    return Upload(name, ContentFile(content), alt, *size)


def _made_anew(image: Any) -> tuple[bytes, tuple[int, int]]:
    """Upright and not too large; no camera, no place, no date."""
    image.draft("RGB", (SIDE, SIDE))
    image.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(image)
    has_holes = upright.mode in ("RGBA", "LA", "P", "PA")
    plain = upright.convert("RGBA" if has_holes else "RGB")
    plain.info.clear()
    written = BytesIO()
    plain.save(written, "WEBP", quality=QUALITY)
    return written.getvalue(), plain.size


def _clean_alt(alt: str, name: str) -> str:
    text = " ".join(alt.replace("\0", "").split())
    if not text:
        raise _error(
            "alt",
            _("Describe “%(name)s” for readers who do not see the picture."),
            name=name,
        )
    if len(text) > LONGEST_ALT:
        raise _error(
            "long",
            _("Describe “%(name)s” in at most %(most)s characters."),
            name=name,
            most=LONGEST_ALT,
        )
    return text


def _clean_name(name: str) -> str:
    """The name as typed elsewhere, without what a disk or a header trips over."""
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    words = " ".join(UNSAFE.sub(" ", shown).split()).lstrip(". ")
    stem, dot, ending = words.rpartition(".")
    if not stem:
        stem, dot, ending = words or "file", "", ""
    return f"{stem[: LONGEST_NAME - 12]}{dot}{ending[:11]}"


def _too_many_pixels(name: str) -> ValidationError:
    return _error(
        "pixels",
        _("“%(name)s” has more than 40 million pixels: choose a smaller picture."),
        name=name,
    )


def _error(code: str, message: str, **params: object) -> ValidationError:
    return ValidationError(message, code=code, params=params)
