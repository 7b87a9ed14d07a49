"""The menu of knowledge managers in the admin; parts of the search add their pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from search.curating.viewsets import StopPhraseViewSet
from search.permissions import may_curate


class CuratorsMenuItem(SubmenuMenuItem):
    """Shown to knowledge managers; what stands in it needs no check of its own."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is one."""
        return may_curate(request.user)


class SearchViewSetGroup(ModelViewSetGroup):
    """What people search, and what knowledge managers make of it."""

    menu_label = _("Search")
    menu_name = "hub-search"
    menu_icon = "search"
    menu_order = 290
    # Add yours here: reports first, then what is kept by hand.
    items = (StopPhraseViewSet,)

    def get_menu_item(self, order: int | None = None) -> SubmenuMenuItem:
        """The submenu, hidden from everybody else at one glance."""
        return CuratorsMenuItem(
            label=self.menu_label,
            menu=Menu(items=self.get_submenu_items()),
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=self.get_menu_item_order(order),
        )
