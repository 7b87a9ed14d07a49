"""Reading the texts of the demo, which are JSON files beside this one."""

from __future__ import annotations

import datetime
import json
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).resolve().parent
# Pages of the demo are known by their translation key, which editors cannot change.
NAMESPACE = uuid.UUID("6b0f4c52-0d0e-4f37-9d0a-3f6d5a1c7e10")

Record = dict[str, Any]


def records(name: str) -> list[Record]:
    """The records of one file, such as `tags`, or of a folder of files."""
    files = sorted((FOLDER / name).glob("*.json")) or [FOLDER / f"{name}.json"]
    return [record for file in files for record in json.loads(file.read_text("utf-8"))]


def page_records(kind: str) -> list[Record]:
    """The pages of one kind (`case`, `guide`, `collection`), the oldest first."""
    files = sorted((FOLDER / f"{kind}s").glob("*.json"))
    found = [json.loads(file.read_text("utf-8"), parse_float=Decimal) for file in files]
    return sorted(found, key=lambda record: -record["published_days_ago"])


def reference(kind: str, record: Record) -> str:
    """How other texts of the demo name this page."""
    return f"{kind}:{record['key']}:{record['locale']}"


def translation_key(kind: str, key: str) -> uuid.UUID:
    """The number that the language versions of a demo page share."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


def all_translation_keys() -> set[uuid.UUID]:
    """The numbers of all pages of the demo."""
    return {
        translation_key(kind, record["key"])
        for kind in ("case", "guide", "collection")
        for record in page_records(kind)
    }


def day(days_ago: int | None) -> datetime.date | None:
    """The date so many days before today; a negative number lies ahead."""
    if days_ago is None:
        return None
    return timezone.localdate() - datetime.timedelta(days=days_ago)


def moment(days_ago: int) -> datetime.datetime:
    """A time of office hours, so many days before now."""
    then = timezone.localtime() - datetime.timedelta(days=days_ago)
    return min(then.replace(hour=9, minute=30, second=0, microsecond=0), then)
