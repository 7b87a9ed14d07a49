"""Lists and forms of synonyms, pins and phrases without meaning in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import StopPhrase


class StopPhraseViewSet(ModelViewSet):
    """Words of a query that say nothing about what is looked for."""

    model = StopPhrase
    name = "stop_phrases"
    url_prefix = "search/stop-phrases"
    icon = "cross"
    menu_label = gettext_lazy("Phrases without meaning")
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["phrase", "language", "active", UpdatedAtColumn()]
    list_filter = ["language", "active"]
    search_fields = ["phrase"]
    form_fields = ["phrase", "language", "active"]
