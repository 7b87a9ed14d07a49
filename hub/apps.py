from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    """The frame: settings, addresses, home and standard pages."""

    name = "hub"
    verbose_name = _("Hub")

    def ready(self) -> None:
        from catalogue.signals import entries_changed
        from hub import catalogue, checks, digest, spreadsheets, standard_pages  # noqa: F401

        catalogue.register()
        digest.connect()
        spreadsheets.write_plain_cells()
        entries_changed.connect(standard_pages.forget)
