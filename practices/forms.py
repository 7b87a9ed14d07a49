"""The forms of cases, guides and collections in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks import BlockField, StreamBlockValidationError
from wagtail.models import Locale, Page

from accounts.models import Agency, User
from accounts.people import listed
from catalogue.models import Importance
from practices.permissions import agencies_for, unchoosable
from practices.querysets import has_translation, live_importance
from practices.references import references_of, submitted_references
from practices.texts import says_something
from vocabulary.models import Theme

TITLE_LENGTH = 100
SUMMARY_LENGTH = 160
# Longer numbers fit into no column.
MOST_DIGITS = 18
PEOPLE = ("page_owner", "fallback_owner")

DUTY_NEEDS = {
    "deadline": gettext_lazy("Say by when it must be done."),
    "importance_reason": gettext_lazy("Say in one sentence why it must be done."),
}
TWIN = gettext_lazy("This page already has a translation in this language.")


class PageChoiceField(forms.ModelChoiceField):
    """One of some pages; a number that no page can have is no choice either."""

    def to_python(self, value: Any) -> Any:
        """Refuse what would be too large for the database."""
        if isinstance(value, str) and len(value) > MOST_DIGITS:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)


class PracticePageForm(WagtailAdminPageForm):
    """What cases, guides and collections check alike."""

    # Beside title and agency.
    required_to_publish: tuple[str, ...] = ("summary",)

    # The instance is compared with what was sent before it takes it over.
    is_checked = False
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy(
            "The language the page is written in. After publication it is changed by "
            "an action of its own in the menu of the page."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section_agency = self._section_agency()
        self._set_up_agency()
        self._set_up_language()
        self._set_up_people()
        self._set_up_importance()
        if "themes" in self.fields:
            self.fields["themes"].queryset = _themes_in_order()
            self.fields["themes"].label_from_instance = _theme_name
        for name in self.required_to_publish:
            if name in self.fields:
                self.fields[name].required = True

    def _section_agency(self) -> Agency | None:
        parent = self.parent_page
        if parent is None and self.instance.pk:
            parent = self.instance.get_parent()
        section = getattr(parent, "specific", parent)
        found = getattr(section, "agency", None)
        if found is None and self.instance.agency_id:
            found = self.instance.agency
        # Other containers belong to no agency: then it is the author's.
        return found or getattr(self.for_user, "agency", None)

    def _set_up_agency(self) -> None:
        if "agency" not in self.fields:
            return
        allowed = agencies_for(self.for_user, self.section_agency)
        self.fields["agency"].queryset = Agency.objects.filter(
            Q(pk__in=allowed.values("pk")) | Q(pk=self.instance.agency_id)
        )
        self.fields["agency"].empty_label = None
        if self.instance.agency_id is None and self.section_agency:
            self.initial["agency"] = self.section_agency.pk

    def _set_up_language(self) -> None:
        if "language" not in self.fields:
            return
        if self.instance.locale_id:
            self.initial["language"] = self.instance.locale.language_code
        self.fields["language"].disabled = bool(self.instance.first_published_at)

    def _set_up_people(self) -> None:
        """Owners are colleagues of the section, or who is there already."""
        colleagues = Q(is_active=True, agency=self.section_agency)
        for name in PEOPLE:
            if name in self.fields:
                current = Q(pk=getattr(self.instance, f"{name}_id"))
                people = User.objects.select_related("agency")
                self.fields[name].queryset = people.filter(colleagues | current)
        user = self.for_user
        if self.instance.pk is None and user and user.agency == self.section_agency:
            self.initial["page_owner"] = user.pk

    def _set_up_importance(self) -> None:
        """A reason given for an earlier change is none for the next one."""
        if live_importance(self.instance) == self.instance.importance:
            self.initial["importance_note"] = ""

    def clean_title(self) -> str:
        """Limit what is typed here; what was imported longer stays whole."""
        return self._limited("title", TITLE_LENGTH)

    def clean_summary(self) -> str:
        """Limit what is typed here; what was imported longer stays whole."""
        return self._limited("summary", SUMMARY_LENGTH)

    def _limited(self, name: str, limit: int) -> str:
        value: str = self.cleaned_data[name]
        too_many = len(value) - limit
        if name in self.changed_data and too_many > 0:
            message = ngettext(
                "Shorten this by %(n)s character; %(limit)s fit.",
                "Shorten this by %(n)s characters; %(limit)s fit.",
                too_many,
            )
            raise forms.ValidationError(message % {"n": too_many, "limit": limit})
        return value

    def clean(self) -> dict[str, Any]:
        """Check the language, and what a page cannot be published without."""
        cleaned = super().clean()
        self._check_language(cleaned.get("language"))
        self._check_importance(cleaned)
        if not self.is_deferred_validation:
            for name in self.required_to_publish:
                if name in cleaned and not says_something(cleaned[name]):
                    self.add_error(name, _missing(self.fields[name]))
        return cleaned

    def _check_importance(self, cleaned: dict[str, Any]) -> None:
        """A duty says by when and why; another importance later says why as well.

        Drafts too: what is saved today may be published tomorrow without this form.
        """
        if "importance" not in cleaned:
            return
        wanted = cleaned["importance"]
        if wanted == Importance.MUST_DO and not self.is_deferred_validation:
            for name, message in DUTY_NEEDS.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, str(message))
        known = live_importance(self.instance)
        changed = known is not None and known != wanted
        if changed and not cleaned.get("importance_note"):
            why = _("Say why the importance changes; it is kept in the history.")
            self.add_error("importance_note", why)

    def _check_language(self, language: str | None) -> None:
        if language and self.instance.pk and has_translation(self.instance, language):
            self.add_error("language", TWIN)

    def is_valid(self) -> bool:
        """Refuse pages and files that this person could not have chosen here.

        What was sent is looked at before anything else: a form that comes back with
        errors shows the titles of what is chosen in it.
        """
        if self.is_bound and self.for_user is not None and not self.is_checked:
            new = submitted_references(self) - references_of(self.instance)
            if unchoosable(self.for_user, new):
                raise PermissionDenied
            self.is_checked = True
        return super().is_valid()

    def save(self, commit: bool = True) -> Any:
        """Write the language onto the row: a revision does not carry it."""
        language = self.cleaned_data.get("language")
        if language and not self.fields["language"].disabled:
            locale, _created = Locale.objects.get_or_create(language_code=language)
            self.instance.locale = locale
            if self.instance.pk:
                Page.objects.filter(pk=self.instance.pk).update(locale=locale)
        return super().save(commit=commit)


class CasePageForm(PracticePageForm):
    """A case: five fields publish it, the rest has to fit together."""

    required_to_publish = ("summary", "problem", "solution")

    def clean(self) -> dict[str, Any]:
        """Check that dates and status fit."""
        cleaned = super().clean()
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The end comes before the start."))
        if end and cleaned.get("ongoing"):
            self.add_error(
                "ongoing", _("Either give an end or say that it is ongoing, not both.")
            )
        if cleaned.get("status_since") and not cleaned.get("status"):
            self.add_error("status", _("Say which status began on this date."))
        return cleaned


class GuidePageForm(PracticePageForm):
    """A guide has a text."""

    required_to_publish = ("summary", "body")


class LanguageForm(forms.Form):
    """The language of a page that is published already."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields["language"].initial = page.locale.language_code

    def clean_language(self) -> str:
        """Two translations of a page cannot be in the same language."""
        language: str = self.cleaned_data["language"]
        if has_translation(self.page, language):
            raise forms.ValidationError(TWIN)
        return language


class RowForm(WagtailAdminModelForm):
    """A row below a case; a draft may be incomplete."""

    def clean(self) -> dict[str, Any]:
        """Check the row when it is to be published."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self.check_row(cleaned)
        return cleaned

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """Add an error where the row says too little."""
        raise NotImplementedError


class IndicatorForm(RowForm):
    """A measured result."""

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """Evidence from others can be read."""
        if cleaned.get("evaluated_by") == "independent":
            message = _("Link to the evaluation, so that readers can check it.")
            _need(self, message, "evidence_url")


class PartnerForm(RowForm):
    """An organisation that took part."""

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """A partner is an agency of the hub or has a name."""
        _need(self, _("Choose an agency or give a name."), "name", "agency")


class AssetForm(RowForm):
    """Something to take over."""

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """An asset is a document or an address."""
        _need(self, _("Choose a document or give an address."), "url", "document")


class ContactForm(RowForm):
    """Whom to ask: an agent of the hub, or somebody outside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = agencies_for(self.for_user, None).values("pk")
        current = Q(pk=self.instance.person_id)
        people = User.objects.filter(Q(pk__in=listed(), agency__in=own) | current)
        people = people.select_related("agency").order_by("last_name", "first_name")
        self.fields["person"].queryset = people

    def check_row(self, cleaned: dict[str, Any]) -> None:
        """A contact has a name and can be reached; agents find each other's page."""
        _need(self, _("Choose an agent or give a name."), "person", "name")
        if cleaned.get("person") and not cleaned.get("public"):
            return
        message = _("Give an e-mail address or a telephone number.")
        _need(self, message, "email", "phone")


def _need(form: RowForm, message: str, *fields: str) -> None:
    """One of the fields is filled, or in error already."""
    if not any(form.cleaned_data.get(name) or name in form.errors for name in fields):
        form.add_error(fields[0], message)


def _missing(field: forms.Field) -> forms.ValidationError:
    message = _("Write something here before you publish.")
    if isinstance(field, BlockField):
        return StreamBlockValidationError(non_block_errors=[message])
    return forms.ValidationError(message)


def _themes_in_order() -> QuerySet[Theme]:
    """Themes, each after its broader theme."""
    return Theme.objects.select_related("parent").order_by(
        Coalesce("parent__position", "position"),
        Coalesce("parent__slug", "slug"),
        F("parent").asc(nulls_first=True),
        "position",
        "slug",
    )


def _theme_name(theme: Theme) -> str:
    return f"{theme.parent} › {theme}" if theme.parent else str(theme)
