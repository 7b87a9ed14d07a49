from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Users, agencies and sign-in."""

    name = "accounts"
    default = True
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import catalogue, signal_handlers

        catalogue.register()
        signal_handlers.connect()


class HubUsersConfig(WagtailUsersAppConfig):
    """Wagtail's pages for people and groups, with the hub's forms and lists."""

    user_viewset = "accounts.viewsets.HubUserViewSet"
    group_viewset = "accounts.viewsets.HubGroupViewSet"
