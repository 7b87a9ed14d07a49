from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finding entries: engines, queries, facets, suggestions and the API."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search import signal_handlers

        signal_handlers.connect()
