"""Who works where: users and agencies."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.domains import parse
from accounts.querysets import AgencyQuerySet
from catalogue.changes import AtomicModel
from vocabulary.labels import LANGUAGES, pick

SIGNED_IN_AGENTS = "signed-in agents"
KNOWLEDGE_MANAGERS = "knowledge managers"

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
    email_domains = models.TextField(
        _("e-mail domains"),
        blank=True,
        help_text=_(
            "The part after the @ of your agents' addresses, one on each line."
        ),
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
        """Refuse an agency without a name, below itself, or with another's domain."""
        super().clean()
        if not self.names:
            raise ValidationError(
                {"name_en": _("Give the name in at least one language.")}
            )
        self._clean_parent()
        try:
            self._clean_domains()
        except ValidationError as error:
            raise ValidationError({"email_domains": error}) from error

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
        """The domains of its agents' addresses."""
        return self.email_domains.split()

    def _clean_parent(self) -> None:
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                message = _("An agency cannot be part of itself.")
                raise ValidationError({"parent": message})
            seen.add(above.pk)
            above = above.parent

    def _clean_domains(self) -> None:
        found = parse(self.email_domains)
        for other in Agency.objects.exclude(pk=self.pk).exclude(email_domains=""):
            if taken := sorted(set(found) & set(other.domains)):
                raise ValidationError(
                    _("The domain %(domain)s belongs to %(agency)s already."),
                    params={"domain": taken[0], "agency": other},
                )
        self.email_domains = "\n".join(found)


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
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
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
