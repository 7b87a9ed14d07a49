"""Agents: the people who work for agencies."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.agency import Agency
from catalogue.changes import AtomicModel
from vocabulary.labels import pick

SIGNED_IN_AGENTS = "signed-in agents"
KNOWLEDGE_MANAGERS = "knowledge managers"


class User(AtomicModel, AbstractUser):
    """An agent: a person who works for an agency."""

    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="users",
    )
    # The function comes from the hub's own list; only administrators write it out.
    function = models.ForeignKey(
        "vocabulary.Profession",
        verbose_name=_("function"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    joined_agency_on = models.DateField(
        _("in the agency since"), null=True, blank=True, editable=False
    )
    expertise = models.ManyToManyField(
        "vocabulary.Tag",
        verbose_name=_("expertise"),
        blank=True,
        related_name="experts",
    )
    languages = models.CharField(
        _("languages spoken"),
        max_length=40,
        blank=True,
        help_text=_("Codes between commas, such as en, fr, nl."),
    )
    interface_language = models.CharField(
        _("language of the interface"),
        max_length=5,
        blank=True,
        choices=[
            ("en", "English"),
            ("fr", "Français"),
            ("nl", "Nederlands"),
            ("de", "Deutsch"),
        ],
    )

    is_guest = models.BooleanField(
        _("guest"),
        default=False,
        help_text=_("A guest sees what everyone sees, and what is opened to them."),
    )

    welcomed_at = models.DateTimeField(null=True, editable=False)
    notices_seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # People sign in by e-mail: an address in capitals is the same address.
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="accounts_user_email_unique",
                violation_error_message=_(
                    "Another account has this e-mail address already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def function_label(self) -> tuple[str, str]:
        """What the person does, and the language of these words ("" if unknown)."""
        if self.job_title:
            return self.job_title, ""
        return pick(self.function.labels) if self.function else ("", "")
