"""Who works where: agencies, agents, what they show, and how they get in."""

from accounts.models.agency import COUNTRIES, Agency, AgencyLogo, EmailDomain, Level
from accounts.models.joining import Invitation, JoinRequest
from accounts.models.profile import AskMeAbout, Profile
from accounts.models.user import KNOWLEDGE_MANAGERS, SIGNED_IN_AGENTS, User

__all__ = [
    "COUNTRIES",
    "KNOWLEDGE_MANAGERS",
    "SIGNED_IN_AGENTS",
    "Agency",
    "AgencyLogo",
    "AskMeAbout",
    "EmailDomain",
    "Invitation",
    "JoinRequest",
    "Level",
    "Profile",
    "User",
]
