"""The report of translations: which are missing, behind their original, or current."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from practices.listing import language_name
from practices.permissions import seen_by
from practices.querysets import MODELS
from practices.translating import BEHIND

RIGHTS = ["add", "change", "publish"]
MISSING, BEHIND_STATE, CURRENT = "missing", "behind", "current"
STATES = [
    (BEHIND_STATE, _("Behind the original")),
    (CURRENT, _("Follows the original")),
    (MISSING, _("Missing")),
]
RELATED = ("locale", "content_type", "translation_link__original__locale")


def pages_of(user: Any) -> Any:
    """The pages of one's sections, each with whether it is behind its original."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(user, RIGHTS)
    behind = Case(When(BEHIND, then=True), default=False, output_field=BooleanField())
    return mine.filter(alias_of=None).annotate(is_behind=behind)


def translations(pages: Any) -> Any:
    """Those that were made from another page."""
    return pages.filter(translation_link__original__isnull=False)


def untranslated(pages: Any, language: str) -> Any:
    """Published originals without a version in a language, or in any of them."""
    kinds = Q(translation_link__original=None)
    kinds &= Q(*((f"{model}__isnull", False) for model in MODELS), _connector=Q.OR)
    codes = [language] if language else [code for code, _name in settings.LANGUAGES]
    same = Page.objects.filter(translation_key=OuterRef("translation_key"))
    lacks = Q()
    for code in codes:
        lacks |= ~Q(Exists(same.filter(locale__language_code=code)))
    return pages.filter(kinds, lacks, live=True)


class TranslationFilterSet(WagtailFilterSet):
    """In which state, and in which language."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="by_nothing"
    )
    language = django_filters.ChoiceFilter(
        label=_("Language of the translation"),
        choices=settings.LANGUAGES,
        method="by_nothing",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def by_nothing(self, pages: Any, _name: str, _value: str) -> Any:
        """Both filters decide together, below."""
        return pages

    def filter_queryset(self, queryset: Any) -> Any:
        """What is missing is shown by its original, the rest by the translation."""
        state = self.form.cleaned_data.get("state")
        language = self.form.cleaned_data.get("language")
        if state == MISSING:
            return untranslated(queryset, language)
        found = translations(queryset)
        if language:
            found = found.filter(locale__language_code=language)
        if state:
            found = found.filter(is_behind=state == BEHIND_STATE)
        return found


class TranslationsView(ReportView):
    """Translations of one's own sections, those behind their original first."""

    page_title = _("Translations")
    header_icon = "globe"
    model = Page
    filterset_class = TranslationFilterSet
    index_url_name = "practices_translations"
    index_results_url_name = "practices_translations_results"
    any_permission_required = RIGHTS
    export_filename = "translations"
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="get_admin_display_title",
            get_url=lambda page: page.report_url,
        ),
        Column("language", label=_("Language"), accessor="report_language"),
        Column("original", label=_("Original"), accessor="report_original"),
        Column("state", label=_("State"), accessor="report_state"),
        Column("changed", label=_("Original changed"), accessor="report_changed"),
    ]
    list_export = [
        *("title", "report_language", "report_original", "report_state"),
        *("report_changed", "full_url"),
    ]
    export_headings = {
        "title": _("Title"),
        "report_language": _("Language"),
        "report_original": _("Original"),
        "report_state": _("State"),
        "report_changed": _("Original changed"),
        "full_url": _("Address"),
    }

    def get_queryset(self) -> Any:
        """Pages with their originals; the filters say which of them."""
        found = pages_of(self.request.user).select_related(*RELATED)
        return found.order_by("-is_behind", "locale__language_code", "title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Put what a row says into words."""
        pages = list(object_list)
        numbers = [page.pk for page in pages]
        originals = [each.original_id for each in map(_link, pages) if each]
        seen = Page.objects.filter(seen_by(self.request.user), pk__in=originals)
        known = set(seen.values_list("pk", flat=True))
        missing = _missing(Page.objects.filter(pk__in=numbers))
        for page in pages:
            _describe(page, known, missing[page.translation_key])
        return pages


def _describe(page: Any, known: set[int], missing: list[str]) -> None:
    link = _link(page)
    page.report_language = str(language_name(page.locale.language_code))
    page.report_original = page.report_changed = ""
    page.report_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if link is None or link.original is None:
        # The row of a missing translation leads to where it is started.
        page.report_url = reverse("practices_translate", args=[page.pk])
        names = ", ".join(str(language_name(code)) for code in missing)
        page.report_state = str(_("Missing: %(languages)s") % {"languages": names})
        return
    page.report_state = str(dict(STATES)[BEHIND_STATE if page.is_behind else CURRENT])
    if link.original_id in known:
        language = language_name(link.original.locale.language_code)
        page.report_original = f"{link.original.title} ({language})"
    if page.is_behind:
        page.report_changed = date_format(link.original.last_published_at.date())


def _link(page: Any) -> Any:
    return getattr(page, "translation_link", None)


def _missing(pages: Any) -> dict[Any, list[str]]:
    """The languages that these pages lack, by translation key."""
    keys = list(pages.values_list("translation_key", flat=True))
    same = Page.objects.filter(translation_key__in=keys)
    known = set(same.values_list("translation_key", "locale__language_code"))
    codes = [code for code, _name in settings.LANGUAGES]
    return {key: [code for code in codes if (key, code) not in known] for key in keys}
