"""Registers what the catalogue adds to Wagtail."""

from wagtail import hooks

from catalogue.serving import hide_closed_document, hide_closed_page

# Ahead of Wagtail's own answer, which sends people to sign in.
hooks.register("before_serve_page", hide_closed_page, order=-10)
hooks.register("before_serve_document", hide_closed_document, order=-10)
