"""The home page and standard pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from catalogue.access import reader_for
from hub.accessibility import declaration
from hub.forms import StandardPageForm
from hub.home import home
from hub.home_talk import home_talk
from hub.welcome import for_you
from practices.page_languages import languages_context, own_and_others
from practices.routing import remember_walls
from practices.translation_panels import OriginPanel, VersionsPanel
from search.asked.popular import often_searched


class HomePage(Page):
    """The start of the hub."""

    private_page_options = ["groups"]
    template = "hub/home_page.html"
    max_count = 1
    subpage_types = [
        "practices.AgencySectionPage",
        "communities.CommunityIndexPage",
        "hub.StandardPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """The sections of the home page for this reader."""
        context = super().get_context(request, *args, **kwargs)
        reader = reader_for(request)
        agency = getattr(request.user, "agency", None) if reader.is_agent else None
        shown = home(reader, agency)
        return {
            **context,
            "home": shown,
            "for_you": for_you(request, shown),
            "talk": home_talk(request.user, reader),
            "often_searched": partial(often_searched, reader),
        }

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page by its whole address at once, not by a query for each level."""
        if not path_components:
            remember_walls(self)
        else:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(url_path=url_path).first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)


class StandardPage(Page):
    """A plain page such as the rules or the privacy statement."""

    class Role(models.TextChoices):
        """The pages that every hub has; each once in a language."""

        RULES = "rules", _("Rules of use")
        PRIVACY = "privacy", pgettext_lazy("page of the hub", "Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        CONTACT = "contact", _("Contact")

    body = RichTextField(_("text"), blank=True)
    role = models.CharField(
        _("what the page is for"),
        max_length=20,
        choices=Role,
        blank=True,
        help_text=_("The hub links these pages by itself, also for people outside."),
    )

    content_panels = [
        OriginPanel(heading=_("Original")),
        *Page.content_panels,
        FieldPanel("body"),
        FieldPanel("role"),
        VersionsPanel(heading=_("Languages")),
    ]
    private_page_options = ["groups"]
    is_translatable = True
    template = "hub/standard_page.html"
    subpage_types: list[str] = []
    base_form_class = StandardPageForm

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """The text, with what the hub adds to it by its role."""
        context = super().get_context(request, *args, **kwargs)
        _own, others = own_and_others(self, reader_for(request))
        context |= languages_context(self, others)
        if self.role == self.Role.ACCESSIBILITY:
            context["declaration"] = declaration()
        elif self.role == self.Role.CONTACT:
            context["contact_email"] = settings.CONTACT_EMAIL
        return context
