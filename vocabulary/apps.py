from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabularyConfig(AppConfig):
    """Themes, tags and professions, kept by knowledge managers."""

    name = "vocabulary"
    verbose_name = _("Vocabulary")

    def ready(self) -> None:
        from vocabulary import signal_handlers

        signal_handlers.connect()
