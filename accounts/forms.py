"""Forms of the editing pages for agencies, people and groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm, UserForm

from accounts import departures
from accounts.domains import parse
from accounts.models import (
    KNOWLEDGE_MANAGERS,
    SIGNED_IN_AGENTS,
    Agency,
    EmailDomain,
    User,
)
from accounts.services import (
    free_username,
    groups_of_the_hub,
    set_domains,
    set_logo,
)
from vocabulary.models import Tag

OWN_FIELDS = [
    "agency",
    "function",
    "job_title",
    "is_guest",
    "expertise",
    "languages",
    "interface_language",
]
LANGUAGE_CODES = frozenset(code for code in LANG_INFO if len(code) <= 3)


class AgencyForm(WagtailAdminModelForm):
    """An agency with logo and domains; the short name follows from the name."""

    email_domains: forms.Field = forms.CharField(
        required=False,
        max_length=5000,
        label=gettext_lazy("E-mail domains"),
        help_text=gettext_lazy(
            "The part after the @ of your agents' addresses, one on each line. Whoever "
            "has such an address can join this agency."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    logo: forms.Field = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Logo"),
        widget=AdminImageChooser,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["logo"].queryset = get_image_model().objects.all()
        self.fields["slug"].required = False
        logo = getattr(self.instance, "logo", None)
        self.initial.setdefault("logo", logo.image if logo else None)
        if self.instance.pk:
            names = "\n".join(self.instance.domains)
            self.initial.setdefault("email_domains", names)

    def clean_email_domains(self) -> list[str]:
        """The domains, checked; one that belongs to another agency is refused."""
        found = parse(self.cleaned_data["email_domains"])
        others = EmailDomain.objects.exclude(agency=self.instance.pk)
        taken = others.filter(name__in=found).select_related("agency").first()
        if taken is not None:
            raise forms.ValidationError(
                _("The domain %(domain)s belongs to %(agency)s already."),
                params={"domain": taken.name, "agency": taken.agency},
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Make the short name from the acronym or the first name there is."""
        data = super().clean()
        if not data.get("slug"):
            names = (data.get(f"name_{code}") for code in ("en", "fr", "nl", "de"))
            text = data.get("acronym") or next(filter(None, names), "")
            data["slug"] = _free_slug(slugify(text)[:70] or "agency")
        return data

    def save(self, commit: bool = True) -> Agency:
        """Save the agency with its logo and its domains."""
        with transaction.atomic():
            agency = super().save(commit=commit)
            if commit:
                set_logo(agency, self.cleaned_data.get("logo"))
                set_domains(agency, self.cleaned_data["email_domains"], self.for_user)
        return agency


def _free_slug(base: str) -> str:
    slug, number = base, 1
    while Agency.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


class _HubUserForm(UserForm):
    """What the hub asks about a person beside what Wagtail asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["username"].required = False
        fields["groups"].queryset = Group.objects.exclude(pk__in=groups_of_the_hub())
        fields["groups"].help_text = _(
            "The groups of signed-in agents and of the agency follow by themselves."
        )
        mine = self.instance.expertise.all() if self.instance.pk else Tag.objects.none()
        known = models.Q(state=Tag.State.ACCEPTED, merged_into=None)
        fields["expertise"].queryset = Tag.objects.filter(known | models.Q(pk__in=mine))
        if "password1" in fields and not self.instance.pk:
            fields["password1"].help_text = _(
                "Leave it empty, and the person chooses one by “Forgotten password”."
            )

    def separate_username_field(self) -> bool:
        """Nobody sees the user name: people sign in by e-mail."""
        return False

    def _clean_username(self) -> None:
        data = self.cleaned_data
        data["username"] = self.instance.username or free_username(
            data.get("email", "").lower()
        )

    def clean_languages(self) -> str:
        """Codes of languages, each once, with a comma between."""
        text = self.cleaned_data["languages"].replace(";", ",").lower()
        codes = list(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
        for code in codes:
            if code not in LANGUAGE_CODES:
                message = _("“%(code)s” is not the code of a language.")
                raise forms.ValidationError(message, params={"code": code})
        return ", ".join(codes)

    def clean_groups(self) -> list[Group]:
        """Keep the groups that follow from the account."""
        kept = groups_of_the_hub().filter(user=self.instance.pk)
        return [*self.cleaned_data["groups"], *kept]

    def save(self, commit: bool = True) -> User:
        """Save the person, the groups and the expertise together."""
        with transaction.atomic():
            if not self.instance.pk and not self.cleaned_data.get("password1"):
                self.instance.set_unusable_password()
            before = User.objects.filter(pk=self.instance.pk).first()
            if before is not None:
                self._leave_groups_behind(before)
            user = super().save(commit=commit)
            kind = departures.kind_of_change(before, user) if before else ""
            if before is not None and kind and commit:
                # The form has just written the groups that were ticked before.
                departures.depart(user, before.agency, kind)
        return user

    def _leave_groups_behind(self, before: User) -> None:
        """Whoever leaves keeps of the groups those alone that are ticked anew."""
        if departures.kind_of_change(before, self.instance) == departures.LEFT:
            held = set(before.groups.all())
            ticked = self.cleaned_data["groups"]
            self.cleaned_data["groups"] = [g for g in ticked if g not in held]


class HubUserCreationForm(_HubUserForm, UserCreationForm):
    """Make an account."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = [*UserCreationForm.Meta.fields, *OWN_FIELDS]


class HubUserEditForm(_HubUserForm, UserEditForm):
    """Change or suspend an account."""

    class Meta(UserEditForm.Meta):
        model = User
        fields = [*UserEditForm.Meta.fields, *OWN_FIELDS]


class HubGroupForm(GroupForm):
    """The names of the groups that the hub keeps cannot be changed by hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.name in (SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS)
        number = self.instance.pk
        if number and (kept or groups_of_the_hub().filter(pk=number).exists()):
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("The hub keeps this group and its name.")
