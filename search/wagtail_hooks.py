"""What the search adds to the editing pages; it registers and does nothing else."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.models import PinnedQuery, StopPhrase, SynonymSet
from search.permissions import CurationPolicy
from search.viewsets import SearchViewSetGroup

for model in (SynonymSet, PinnedQuery, StopPhrase):
    register_permission_policy(model, CurationPolicy(model))


@hooks.register("register_admin_viewset")
def search() -> SearchViewSetGroup:
    """The menu of knowledge managers."""
    return SearchViewSetGroup()
