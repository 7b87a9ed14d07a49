"""Forms of the pages that the frame has itself."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class StandardPageForm(WagtailAdminPageForm):
    """A standard page; asked here, because a copy may hold the role until then."""

    def clean_role(self) -> str:
        """Each role has one page in a language."""
        role: str = self.cleaned_data["role"]
        same = type(self.instance).objects.filter(
            role=role, locale=self.instance.locale_id
        )
        if role and same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another page in this language is that already."))
        return role
