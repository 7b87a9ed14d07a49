from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    """The frame: settings, addresses, home and standard pages."""

    name = "hub"
    verbose_name = _("Hub")

    def ready(self) -> None:
        from catalogue.signals import entries_changed
        from communities.signals import notices_read
        from hub import (
            catalogue,
            checks,  # noqa: F401
            digest,
            notices,
            spreadsheets,
            standard_pages,
        )

        catalogue.register()
        digest.connect()
        spreadsheets.write_plain_cells()
        notices_read.connect(notices.count_again)
        entries_changed.connect(standard_pages.forget)
