"""The organisations whose agents use the hub."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AgencyQuerySet
from catalogue.changes import AtomicModel
from vocabulary.labels import LANGUAGES, pick

COUNTRIES = [
    ("at", _("Austria")),
    ("be", _("Belgium")),
    ("ch", _("Switzerland")),
    ("de", _("Germany")),
    ("eu", _("European Union")),
    ("fr", _("France")),
    ("gb", _("United Kingdom")),
    ("ie", _("Ireland")),
    ("int", _("International")),
    ("lu", _("Luxembourg")),
    ("nl", _("Netherlands")),
]


class Level(models.TextChoices):
    """The level of government."""

    LOCAL = "local", _("Local")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    EUROPEAN = "eu", _("European")
    INTERNATIONAL = "international", _("International")


class Agency(AtomicModel):
    """A public organisation whose agents use the hub; owns the group of its agents."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=200, blank=True)
    name_de = models.CharField(_("name in German"), max_length=200, blank=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    country = models.CharField(
        _("country"), max_length=3, choices=COUNTRIES, blank=True
    )
    level = models.CharField(
        _("level of government"), max_length=20, choices=Level, blank=True
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    website = models.URLField(_("website"), blank=True)
    group = models.OneToOneField(
        Group,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="agency",
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name or self.slug

    def clean(self) -> None:
        """Refuse an agency without a name, or below itself."""
        super().clean()
        if not self.names:
            raise ValidationError(
                {"name_en": _("Give the name in at least one language.")}
            )
        self._clean_parent()

    @property
    def names(self) -> dict[str, str]:
        """The names that exist, by language code."""
        found = {code: getattr(self, f"name_{code}") for code in LANGUAGES}
        return {code: name for code, name in found.items() if name}

    @property
    def name(self) -> str:
        """The name in the language of the interface, else in the next one."""
        return pick(self.names)[0]

    @property
    def domains(self) -> list[str]:
        """The confirmed domains of its agents' addresses."""
        return [domain.name for domain in self.email_domains.all()]

    @property
    def domains_text(self) -> str:
        """The domains for an exported list."""
        return ", ".join(self.domains)

    def _clean_parent(self) -> None:
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                message = _("An agency cannot be part of itself.")
                raise ValidationError({"parent": message})
            seen.add(above.pk)
            above = above.parent


class EmailDomain(AtomicModel):
    """The part after the @ of an agency's addresses; whoever has one may join it."""

    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        on_delete=models.CASCADE,
        related_name="email_domains",
    )
    # A table of its own, so that the database keeps a domain to one agency.
    name = models.CharField(_("domain"), max_length=253, unique=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), auto_now_add=True)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyLogo(AtomicModel):
    """The picture of an agency; apart, because pictures need people before them."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="logo")
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = _("logo of an agency")
        verbose_name_plural = _("logos of agencies")

    def __str__(self) -> str:
        return str(self.agency)
