from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    """Communities of agents, what they say, and who is told."""

    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from communities import catalogue, counting, privacy, signal_handlers

        catalogue.register()
        counting.register()
        signal_handlers.connect()
        privacy.offer_no_communities()
