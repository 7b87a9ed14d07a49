from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Agency sections, cases, guides and collections."""

    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        from practices import catalogue, checks, permissions, signal_handlers  # noqa: F401

        catalogue.register()
        permissions.wall_collections_by_groups()
        signal_handlers.connect()
