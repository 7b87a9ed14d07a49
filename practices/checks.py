"""System checks of what this package relies on."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register
from wagtail.models import Page, get_page_models


@register()
def walls_are_groups(app_configs: Any = None, **_kwargs: Any) -> list[Error]:
    """Pages can be restricted to groups, or not at all by hand."""
    return [
        Error(
            f"{model.__name__} can be restricted by more than groups.",
            hint='Set private_page_options = ["groups"] on the page model.',
            obj=model,
            id="practices.E001",
        )
        for model in get_page_models()
        if model is not Page and not {"groups"}.issuperset(model.private_page_options)
    ]
