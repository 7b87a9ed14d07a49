"""The structured best-practice case (the OECD OPSI form with Interreg, UN, WHO)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from catalogue.access import reader_for
from practices.blocks import TextStreamBlock
from practices.completeness import Completeness, completeness
from practices.contexts import case_context
from practices.forms import CasePageForm
from practices.models.base import PracticePage
from practices.panels import CASE_PANELS
from practices.words import Status
from vocabulary.models import Tag

FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "code"]


class CasePageTag(ItemBase, models.Model):
    """A tag on a case."""

    tag = models.ForeignKey(Tag, related_name="case_items", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "practices.CasePage", related_name="tagged_items", on_delete=models.CASCADE
    )

    objects: ClassVar[models.Manager[CasePageTag]] = models.Manager()

    def __str__(self) -> str:
        return str(self.tag)


class CasePage(PracticePage):
    """A solution that an agency has tried, told so that another can reuse it."""

    Status = Status

    problem = StreamField(
        TextStreamBlock(), verbose_name=_("problem and context"), blank=True
    )
    solution = StreamField(TextStreamBlock(), verbose_name=_("solution"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, blank=True)
    status_since = models.DateField(_("status since"), null=True, blank=True)
    status_note = models.CharField(_("note on the status"), max_length=255, blank=True)
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    ongoing = models.BooleanField(_("ongoing"), default=False)
    objectives = RichTextField(_("objectives"), blank=True, features=FEATURES)
    innovation = RichTextField(_("what is new"), blank=True, features=FEATURES)
    beneficiaries = RichTextField(
        _("users and beneficiaries"), blank=True, features=FEATURES
    )
    implementation = RichTextField(
        _("implementation steps"), blank=True, features=FEATURES
    )
    cost_once = models.DecimalField(
        _("cost to build, euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cost_yearly = models.DecimalField(
        _("cost to run, euro a year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
    )
    staff = models.DecimalField(
        _("full-time equivalents"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
    )
    months = models.PositiveSmallIntegerField(
        _("months of work"), null=True, blank=True
    )
    tools = models.TextField(_("tools and technology"), blank=True)
    results = RichTextField(_("results"), blank=True, features=FEATURES)
    challenges = RichTextField(
        _("challenges and failures"), blank=True, features=FEATURES
    )
    conditions = RichTextField(
        _("conditions for success"), blank=True, features=FEATURES
    )
    lessons = RichTextField(_("lessons learned"), blank=True, features=FEATURES)
    replicability = RichTextField(_("replicability"), blank=True, features=FEATURES)
    sustainability = RichTextField(_("sustainability"), blank=True, features=FEATURES)
    legal_notes = RichTextField(
        _("legal and data-protection notes"), blank=True, features=FEATURES
    )
    media = StreamField(
        TextStreamBlock(), verbose_name=_("pictures and films"), blank=True
    )
    website = models.URLField(_("website"), max_length=500, blank=True)

    tags = ClusterTaggableManager(
        through=CasePageTag, blank=True, verbose_name=_("tags")
    )

    content_panels = CASE_PANELS
    base_form_class = CasePageForm
    is_printable = True
    template = "practices/case_page.html"

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    @property
    def completeness(self) -> Completeness:
        """How many of the readers' questions the case answers."""
        return completeness(self)

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """The sections of the case, its measures and contacts."""
        context = super().get_context(request, *args, **kwargs)
        known = context["known"]
        figures, assets = known.get("figures"), known.get("assets")
        rows = {
            "partners": context["partners"],
            "figures": figures and [CaseIndicator.of(each) for each in figures],
            "assets": assets and [CaseAsset(**each) for each in assets],
        }
        return {**context, **case_context(context["page"], reader_for(request), rows)}


class CasePartner(Orderable):
    """An organisation that took part, and what it did."""

    page = ParentalKey(CasePage, related_name="partners", on_delete=models.CASCADE)
    agency = models.ForeignKey(
        "accounts.Agency",
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name, if not in the list"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name or str(self.agency)


class CaseIndicator(Orderable):
    """A measured result, before and after."""

    class Evaluator(models.TextChoices):
        SELF = "self", _("The agency itself")
        INDEPENDENT = "independent", _("Someone independent")

    page = ParentalKey(CasePage, related_name="indicators", on_delete=models.CASCADE)
    name = models.CharField(_("what is measured"), max_length=200)
    baseline = models.DecimalField(
        _("before"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    value = models.DecimalField(_("after"), max_digits=18, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    measured_on = models.DateField(_("date"), null=True, blank=True)
    evidence_url = models.URLField(
        _("link to the evidence"), max_length=500, blank=True
    )
    evaluated_by = models.CharField(
        _("evaluated by"), max_length=20, choices=Evaluator, blank=True
    )

    class Meta(Orderable.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> CaseIndicator:
        """The indicator that the catalogue tells of, with its figures and its date."""
        before, day = told["baseline"], told["measured_on"]
        return cls(
            name=told["name"],
            baseline=None if before is None else Decimal(before),
            value=Decimal(told["value"]),
            unit=told["unit"],
            measured_on=datetime.date.fromisoformat(day) if day else None,
            evidence_url=told["evidence_url"],
            evaluated_by=told["evaluated_by"],
        )

    def tell(self) -> dict[str, Any]:
        """What the catalogue keeps of it."""
        return {
            "name": self.name,
            "baseline": None if self.baseline is None else str(self.baseline),
            "value": str(self.value),
            "unit": self.unit,
            "measured_on": self.measured_on and self.measured_on.isoformat(),
            "evidence_url": self.evidence_url,
            "evaluated_by": self.evaluated_by,
        }

    @property
    def change_percent(self) -> float | None:
        """The change from before to after in percent, if it can be said."""
        if not self.baseline:
            return None
        return float((self.value - self.baseline) / abs(self.baseline) * 100)


class CaseAsset(Orderable):
    """Something to take over: a file or an address, with its licence."""

    page = ParentalKey(CasePage, related_name="assets", on_delete=models.CASCADE)
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("reusable asset")
        verbose_name_plural = _("reusable assets")

    def __str__(self) -> str:
        return self.title


class CaseContact(Orderable):
    """Whom to ask; members-only contacts are shown to signed-in agents."""

    page = ParentalKey(CasePage, related_name="contacts", on_delete=models.CASCADE)
    # Of an agent the hub knows name, function and agency; only others are typed.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("agent of the hub"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name, if not on the hub"), max_length=120, blank=True)
    role = models.CharField(
        _("function, if not on the hub"), max_length=120, blank=True
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Otherwise only signed-in agents see this contact."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.person.get_full_name() if self.person else self.name
