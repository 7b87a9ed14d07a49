"""Communities, who belongs to them, what is said, and who is told."""

from communities.models.belonging import (
    Charter,
    CommunityInvitation,
    Membership,
    Proposal,
    Role,
)
from communities.models.community import (
    CommunityIndexPage,
    CommunityLibraryPage,
    CommunityPage,
    Joining,
    Visibility,
)
from communities.models.following import Follow, MailChoice, Notice
from communities.models.moderating import (
    Appeal,
    Assignment,
    CannedReply,
    Decision,
    Report,
    Silence,
)
from communities.models.portal import Consent, Nomination
from communities.models.talk import (
    Attachment,
    Comment,
    CommentVersion,
    Draft,
    Mention,
    Reaction,
    Readers,
    TalkRule,
    Thread,
)

__all__ = [
    "Appeal",
    "Assignment",
    "Attachment",
    "CannedReply",
    "Charter",
    "Comment",
    "CommentVersion",
    "CommunityIndexPage",
    "CommunityInvitation",
    "CommunityLibraryPage",
    "CommunityPage",
    "Consent",
    "Decision",
    "Draft",
    "Follow",
    "Joining",
    "MailChoice",
    "Membership",
    "Mention",
    "Nomination",
    "Notice",
    "Proposal",
    "Reaction",
    "Readers",
    "Report",
    "Role",
    "Silence",
    "TalkRule",
    "Thread",
    "Visibility",
]
