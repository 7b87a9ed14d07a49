"""Writes of the frame: the pages that every hub has from its first day."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from catalogue import drain
from communities.services import ensure_index
from hub.models import HomePage, StandardPage
from practices.models import TranslationLink
from vocabulary.labels import LANGUAGES

TEXTS = Path(__file__).resolve().parent / "first_pages"
HEADING = re.compile(r"<h1>(.+?)</h1>\s*", re.DOTALL)


def make_first_pages() -> list[StandardPage]:
    """Make the rules, privacy, accessibility and contact pages where one is missing.

    A role that has a page in any language belongs to its editors: nothing is added.
    """
    taken = set(StandardPage.objects.values_list("role", flat=True))
    missing = [role for role in StandardPage.Role if role not in taken]
    with transaction.atomic(), drain.paused():
        ensure_index()
        made = [page for role in missing for page in _make(role)]
    drain.run_all()
    return made


def _make(role: str) -> list[StandardPage]:
    """One page a language, joined as translations; English is the original."""
    home = HomePage.objects.get()
    key = uuid.uuid4()
    made = []
    for language in LANGUAGES:
        text = (TEXTS / f"{role}.{language}.html").read_text(encoding="utf-8")
        title = HEADING.findall(text)[0]
        page = StandardPage(
            title=title,
            slug=_free_slug(home, f"{slugify(title)}-{language}"),
            body=HEADING.sub("", text).strip(),
            role=role,
            locale=Locale.objects.get_or_create(language_code=language)[0],
            translation_key=key,
        )
        home.add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
        made.append(page)
    original = made[0]
    # Publishing writes the day on a copy of the page.
    original.refresh_from_db(fields=["last_published_at"])
    for page in made[1:]:
        seen_at = original.last_published_at
        TranslationLink.objects.create(page=page, original=original, seen_at=seen_at)
    return made


def _free_slug(home: HomePage, wanted: str) -> str:
    taken = set(home.get_children().values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
