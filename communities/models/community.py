"""The pages of a community: its home, and the walled container of its library."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Collection, Page

from accounts.models import Agency
from communities.forms import CommunityPageForm


class Visibility(models.TextChoices):
    """Who may know of a community, and who reads what is said in it."""

    OPEN = "open", _("Open")
    RESTRICTED = "restricted", _("Restricted")
    PRIVATE = "private", _("Private")
    CONFIDENTIAL = "confidential", _("Confidential")


class Joining(models.TextChoices):
    """How one becomes a member."""

    OPEN = "open", _("Whoever wants to")
    REQUEST = "request", _("On request")
    INVITATION = "invitation", _("By invitation")


# What the row of a community alone says, whatever a revision holds.
OF_THE_ROW = (
    *("visibility", "joining", "domains", "reviews_first"),
    *("group_id", "moderators_id", "files_id", "archived_at", "archived_by_id"),
)


class CommunityIndexPage(Page):
    """Where the communities stand in the tree; /communities/ is a list of its own."""

    max_count = 1
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []
    private_page_options: list[str] = []
    subpage_types = ["communities.CommunityPage"]

    class Meta:
        verbose_name = _("list of communities")
        verbose_name_plural = _("lists of communities")


class CommunityPage(Page):
    """A community: what it is for, who may know of it, and how one joins."""

    purpose = models.CharField(
        _("purpose"),
        max_length=300,
        help_text=_("For whom it is and what for, in one or two sentences."),
    )
    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul", "ol"]
    )
    visibility = models.CharField(
        _("visibility"),
        max_length=12,
        choices=Visibility,
        default=Visibility.RESTRICTED,
    )
    joining = models.CharField(
        _("joining"), max_length=10, choices=Joining, default=Joining.REQUEST
    )
    # Whoever has an address of one of these domains joins at once.
    domains = models.TextField(_("e-mail domains"), blank=True)
    languages = models.CharField(_("languages"), max_length=40, blank=True)
    agencies = ParentalManyToManyField(
        Agency, verbose_name=_("agencies"), blank=True, related_name="+"
    )
    themes = ParentalManyToManyField(
        "vocabulary.Theme", verbose_name=_("themes"), blank=True, related_name="+"
    )
    reviews_first = models.BooleanField(
        _("a moderator reads first contributions before the others"), default=False
    )
    # The members' group is the wall; the moderators' group edits the library.
    group = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    moderators = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    files = models.OneToOneField(
        Collection,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("archived by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("introduction"),
        FieldPanel("visibility"),
        FieldPanel("joining"),
        FieldPanel("languages"),
        FieldPanel("agencies", widget=CheckboxSelectMultiple),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
    ]
    promote_panels = [FieldPanel("slug")]
    # Communities appear and end by decisions, not on a day.
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []
    base_form_class = CommunityPageForm
    exclude_fields_in_copy = ["group", "moderators", "files", "archived_at"]
    private_page_options: list[str] = []
    parent_page_types = ["communities.CommunityIndexPage"]
    subpage_types = ["communities.CommunityLibraryPage"]
    template = "communities/community_page.html"

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def with_content_json(self, content: dict[str, Any]) -> CommunityPage:
        """An older version brings back texts, never who may read or belong."""
        page: CommunityPage = super().with_content_json(content)
        for name in OF_THE_ROW:
            setattr(page, name, getattr(self, name))
        return page

    @property
    def language_list(self) -> list[str]:
        """The codes of the languages in which people talk here."""
        return self.languages.split()

    @property
    def is_confidential(self) -> bool:
        """Whether outsiders must not even learn that it exists."""
        return self.visibility == Visibility.CONFIDENTIAL

    @property
    def is_archived(self) -> bool:
        """Whether it is kept for reading only."""
        return self.archived_at is not None


class CommunityLibraryPage(Page):
    """Cases, guides and documents of a community; carries the wall, made with it."""

    max_count_per_parent = 1
    # Its address belongs to the hub.
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []
    private_page_options: list[str] = []
    parent_page_types = ["communities.CommunityPage"]
    subpage_types = [
        "practices.CasePage",
        "practices.GuidePage",
        "practices.CollectionPage",
    ]
    template = "communities/library_page.html"

    class Meta:
        verbose_name = _("library of a community")
        verbose_name_plural = _("libraries of communities")
