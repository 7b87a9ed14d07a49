"""Agency sections, cases, guides and collections."""

from practices.models.base import PracticePage
from practices.models.case import (
    CaseAsset,
    CaseContact,
    CaseIndicator,
    CasePage,
    CasePageTag,
    CasePartner,
)
from practices.models.collection import CollectionEntry, CollectionPage
from practices.models.document import (
    DocumentPage,
    DocumentText,
    DocumentUse,
    folded_key,
)
from practices.models.duty import Done, ImportanceChange
from practices.models.guide import GuideChange, GuidePage, GuidePageTag
from practices.models.imported import ImportedRecord
from practices.models.reuse import Reuse
from practices.models.section import AgencySectionPage
from practices.models.translation import TranslationLink
from practices.models.usefulness import Usefulness

# What agencies publish and keep; cases are read most and come first.
KEPT: tuple[type[PracticePage], ...] = (CasePage, GuidePage, CollectionPage)

__all__ = [
    "KEPT",
    "AgencySectionPage",
    "CaseAsset",
    "CaseContact",
    "CaseIndicator",
    "CasePage",
    "CasePageTag",
    "CasePartner",
    "CollectionEntry",
    "CollectionPage",
    "DocumentPage",
    "DocumentText",
    "DocumentUse",
    "Done",
    "GuideChange",
    "GuidePage",
    "GuidePageTag",
    "ImportanceChange",
    "ImportedRecord",
    "PracticePage",
    "Reuse",
    "TranslationLink",
    "Usefulness",
    "folded_key",
]
