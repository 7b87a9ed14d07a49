"""Translations of pages: drafts beside their originals, and whether they follow them.

A translation is a page of its own, written by people. What it was made from, and which
state of that it follows, stands in its TranslationLink.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from practices.models.translation import TranslationLink
from practices.permissions import edits, seen_by
from practices.querysets import MODELS

TRANSLATED = "practices.translate"
FOLLOWED = "practices.follow_original"
SLUG_LENGTH = Page._meta.get_field("slug").max_length or 255
CHANGED = "translation_link__original__last_published_at"
SEEN = "translation_link__seen_at"
# An original that nobody reads any more has not changed.
BEHIND = Q(
    Q(**{SEEN: None}) | Q(**{f"{CHANGED}__gt": F(SEEN)}),
    **{f"{CHANGED}__isnull": False, "translation_link__original__live": True},
)


@dataclass(frozen=True)
class Origin:
    """What a translation was made from, and which state of it the translation follows.

    changed_at: when the original was last published. seen_at: the state of the original
    that the translation follows, None when the original was a draft then.
    """

    original: Page
    changed_at: datetime.datetime | None
    seen_at: datetime.datetime | None
    is_behind: bool

    @property
    def language(self) -> str:
        """The language of the original."""
        return str(self.original.locale.language_code[:2])

    @property
    def state(self) -> str:
        """The state of the original in a form, so that nobody confirms another one."""
        return self.changed_at.isoformat() if self.changed_at else ""


def is_translatable(page: Page) -> bool:
    """Whether pages of this type have translations; a mirror of another has none."""
    model = page.specific_class
    return bool(getattr(model, "is_translatable", False)) and not page.alias_of_id


def may_translate(page: Page, user: Any) -> bool:
    """Whether this person may read the page and write beside it."""
    if not is_translatable(page):
        return False
    if not page.get_parent().permissions_for_user(user).can_add_subpage():
        return False
    return Page.objects.filter(seen_by(user), pk=page.pk).exists()


def versions(page: Page) -> QuerySet[Page]:
    """The other language versions of a page, drafts among them."""
    same = Page.objects.filter(translation_key=page.translation_key)
    found: QuerySet[Page] = same.exclude(pk=page.pk).select_related("locale")
    return found.order_by("locale__language_code")


def missing_languages(page: Page) -> list[tuple[str, str]]:
    """The languages in which no version of the page exists, with their names."""
    known = set(versions(page).values_list("locale__language_code", flat=True))
    known.add(page.locale.language_code)
    languages = dict(settings.LANGUAGES).items()
    return [(code, str(name)) for code, name in languages if code not in known]


@transaction.atomic
def translate(page: Page, language: str, user: Any) -> Page:
    """The version of a page in a language: the one that exists, else a new draft."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    same = Page.objects.filter(translation_key=page.translation_key)
    # Whoever comes second waits here and then finds the draft of the first.
    list(same.select_for_update().order_by("pk"))
    existing: Page | None = same.filter(locale=locale).first()
    if existing is not None:
        return existing
    original = Page.objects.get(pk=page.pk).specific
    parent = original.get_parent()
    draft: Page = original.copy(
        to=parent,
        update_attrs=_own_values(original, language, locale, user),
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        user=user,
        log_action=None,
    )
    _copy_walls(original, draft)
    TranslationLink.objects.create(
        page_id=draft.pk, original_id=original.pk, seen_at=original.last_published_at
    )
    data = {"original": original.pk, "language": language}
    log(draft, TRANSLATED, user=user, data=data)
    return draft


def origin_of(page: Page) -> Origin | None:
    """What a page was translated from; None for originals and where it is gone."""
    try:
        link = page.translation_link
    except TranslationLink.DoesNotExist:
        return None
    original = link.original
    if original is None:
        return None
    changed = original.last_published_at
    newer = changed and (link.seen_at is None or changed > link.seen_at)
    return Origin(original, changed, link.seen_at, bool(original.live and newer))


def is_behind(page: Page) -> bool:
    """Whether the original was published again since the translation last followed."""
    origin = origin_of(page)
    return bool(origin and origin.is_behind)


@transaction.atomic
def mark_seen(page: Page, user: Any, state: str) -> bool:
    """Say that a translation follows this state of its original.

    False, and nothing written, when the original has changed again meanwhile.
    """
    link = TranslationLink.objects.select_for_update().filter(page_id=page.pk).first()
    original = link.original if link else None
    if link is None or original is None or original.last_published_at is None:
        return False
    if original.last_published_at.isoformat() != state:
        return False
    if link.seen_at != original.last_published_at:
        link.seen_at = original.last_published_at
        link.save(update_fields=["seen_at"])
        log(page, FOLLOWED, user=user, data={"original": original.pk})
    return True


def behind_for(user: Any) -> QuerySet[Page]:
    """The translations this person keeps whose original changed: one query.

    Drafts of other people are left out: whoever keeps a page may have left its section.
    """
    kept = Q(owner=user, **{f"{model}__isnull": True for model in MODELS})
    for model in MODELS:
        kept |= Q(**{f"{model}__page_owner": user})
    found: QuerySet[Page] = Page.objects.filter(BEHIND, kept)
    found = found.filter(Q(live=True) | Q(owner=user))
    related = ("locale", "translation_link__original__locale")
    return found.select_related(*related).order_by(f"-{CHANGED}", "pk")


def followed_revision(origin: Origin) -> Revision | None:
    """The revision of the original that was published when the translation followed."""
    if origin.seen_at is None:
        return None
    older = origin.original.revisions.filter(created_at__lte=origin.seen_at)
    found: Revision | None = older.order_by("-created_at", "-pk").first()
    return found


def _own_values(
    original: Page, language: str, locale: Locale, user: Any
) -> dict[str, Any]:
    """What the draft does not take over from its original."""
    values: dict[str, Any] = {
        "locale": locale,
        "slug": _free_slug(original, language),
        "go_live_at": None,
    }
    if hasattr(original, "importance_note"):
        values["importance_note"] = ""
    # A keeper is a colleague of the section; anyone else leaves it to the original's.
    if hasattr(original, "page_owner") and user.agency_id == original.agency_id:
        values["page_owner"] = user
    return values


def _free_slug(original: Page, language: str) -> str:
    """The original's slug with the code of the language, and a number if need be."""
    own = f"-{original.locale.language_code}"
    base = original.slug.removesuffix(own) or original.slug
    taken = set(original.get_siblings().values_list("slug", flat=True))
    wanted = _candidates(base[: SLUG_LENGTH - 12], language)
    return next(slug for slug in wanted if slug not in taken)


def _candidates(base: str, language: str) -> Iterable[str]:
    yield base
    yield f"{base}-{language}"
    number = 2
    while True:
        yield f"{base}-{language}-{number}"
        number += 1


def _copy_walls(original: Page, draft: Page) -> None:
    """Wagtail leaves a page's own wall behind where its parent has one as well."""
    if draft.view_restrictions.exists():
        return
    for wall in original.view_restrictions.all():
        copied = PageViewRestriction(
            page_id=draft.pk, restriction_type=wall.restriction_type
        )
        copied.save()
        copied.groups.set(wall.groups.all())


def works_on(page: Page, user: Any) -> bool:
    """Whether to offer the translations of a page: no query of its own."""
    return is_translatable(page) and edits(user, page)
