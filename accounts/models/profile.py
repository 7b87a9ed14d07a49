"""What people show of themselves to other agents; everything is off at first."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from catalogue.changes import AtomicModel


class Profile(AtomicModel):
    """What a person chose to show beyond name, agency and function."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="profile_card"
    )
    town = models.CharField(_("where you work"), max_length=80, blank=True)
    reach = models.CharField(
        _("when you can be reached"),
        max_length=80,
        blank=True,
        help_text=_("For instance: Monday to Thursday."),
    )
    photo = models.ImageField(_("photo"), upload_to="people", blank=True)
    shows_photo = models.BooleanField(_("show my photo"), default=False)
    shows_town = models.BooleanField(
        _("show where and when I can be reached"), default=False
    )
    shows_languages = models.BooleanField(_("show my languages"), default=False)
    shows_expertise = models.BooleanField(_("show my expertise"), default=False)
    shows_questions = models.BooleanField(
        _("show what people may ask me about"), default=False
    )
    shows_contributions = models.BooleanField(_("show the pages I keep"), default=False)
    shows_answers = models.BooleanField(
        _("show on what I gave answers that were accepted"), default=False
    )

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)


class AskMeAbout(AtomicModel):
    """A subject on which a person is glad to be asked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="questions")
    topic = models.CharField(_("subject"), max_length=80)
    note = models.CharField(_("in a few words"), max_length=160, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("ask me about")
        verbose_name_plural = _("ask me about")
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.topic
