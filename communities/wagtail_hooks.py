"""What communities add to Wagtail; it registers and does nothing else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from accounts.models import User
from communities import keeping, mandates
from communities.belonging.services import keep_all_in_step
from communities.bulk import ArchiveBulkAction, ReopenBulkAction
from communities.models import CannedReply, TalkRule
from communities.moderating.admin_actions import ACTIONS
from communities.moderating.permissions import ManagersPolicy
from communities.moderating.viewsets import ModeratingViewSetGroup
from communities.portal.taking import TAKEN_OVER
from communities.portal.viewsets import ProposalViewSet
from communities.serving import (
    QuietPageLinkHandler,
    hide_document,
    hide_page,
    serve_by_our_views,
)
from communities.talk.viewsets import TalkRuleViewSet
from communities.viewsets import CommunityViewSet, ProposedCommunityViewSet

# Ahead of Wagtail's own answers, which send strangers to sign in.
hooks.register("before_serve_page", hide_page, order=-20)
hooks.register("before_serve_page", serve_by_our_views, order=-15)
hooks.register("before_serve_document", hide_document, order=-20)

hooks.register("register_bulk_action", ArchiveBulkAction)
hooks.register("register_bulk_action", ReopenBulkAction)


@hooks.register("register_admin_viewset")
def communities() -> CommunityViewSet:
    """All communities, for those who make them."""
    return CommunityViewSet()


@hooks.register("register_admin_viewset")
def proposed_communities() -> ProposedCommunityViewSet:
    """Communities that agents would like to have."""
    return ProposedCommunityViewSet()


@hooks.register("after_bulk_action")
def groups_follow(request: Any, action_type: str, objects: Any, action: Any) -> None:
    """Wagtail wakes many accounts by one UPDATE, which no receiver hears."""
    if action_type == "set_active_state":
        for user in User.objects.filter(pk__in=[user.pk for user in objects]):
            keep_all_in_step(user)


# Stands among the other permissions in the form of a group.
hooks.register("register_permissions", mandates.right)
hooks.register("after_create_page", keeping.give_owner)
# What stands and falls with a community is not taken away page by page.
hooks.register("before_delete_page", keeping.refuse_deletion)
hooks.register("before_unpublish_page", keeping.refuse_closing)
hooks.register("before_copy_page", keeping.refuse_copy)
hooks.register("before_bulk_action", keeping.refuse_many)


@hooks.register("register_rich_text_features", order=10)
def quiet_links(features: Any) -> None:
    """Links in texts name no page that their reader may not know."""
    features.register_link_type(QuietPageLinkHandler)


@hooks.register("register_admin_viewset")
def proposals() -> ProposalViewSet:
    """What communities propose for the portal."""
    return ProposalViewSet()


@hooks.register("register_admin_viewset")
def rules_for_comments() -> TalkRuleViewSet:
    """Who reads comments, and how long they are open."""
    return TalkRuleViewSet()


@hooks.register("register_log_actions")
def taken_over(actions: Any) -> None:
    """How the history of a page says where it came from."""
    actions.register_action(
        TAKEN_OVER, _("Take over"), _("Taken over from a community")
    )


for model in (CannedReply, TalkRule):
    register_permission_policy(model, ManagersPolicy(model))
for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_viewset")
def moderating() -> ModeratingViewSetGroup:
    """Comments and reports, for whoever moderates something."""
    return ModeratingViewSetGroup()
