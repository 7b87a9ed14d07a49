"""One label in each language of the hub, and the right one for a reader."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr", "nl", "de")


def pick(labels: dict[str, str], language: str | None = None) -> tuple[str, str]:
    """Return (label, its language): the wanted language, else the first that exists.

    A label of no known language has the key "", which is also right as `lang`.
    """
    wanted = (language or get_language() or "en")[:2]
    for code in (wanted, *LANGUAGES, ""):
        if labels.get(code):
            return labels[code], code
    return "", wanted


class Labelled(models.Model):
    """A label per language; at least one is there."""

    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    label_fr = models.CharField(_("label in French"), max_length=120, blank=True)
    label_nl = models.CharField(_("label in Dutch"), max_length=120, blank=True)
    label_de = models.CharField(_("label in German"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def labels(self) -> dict[str, str]:
        """The labels that exist, by language code."""
        found = {code: getattr(self, f"label_{code}") for code in LANGUAGES}
        return {code: label for code, label in found.items() if label}

    @property
    def label(self) -> str:
        """The label in the language of the interface, else in the next one."""
        return pick(self.labels)[0]
