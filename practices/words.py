"""Choices that models and lists share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """How far along a case is; OPSI's names are for exports only."""

    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    IN_USE = "in-use", _("In use")
    SCALED_UP = "scaled-up", _("Scaled up")
    ENDED = "ended", _("Ended")
    ABANDONED = "abandoned", _("Abandoned")


class QuestionState(models.TextChoices):
    """How far a question of a community is, as lists and filters say it."""

    ANSWERED = "answered", _("Answered")
    OPEN = "open", pgettext_lazy("state of a question", "Open")
    NO_REPLY = "no-reply", _("No reply yet")
