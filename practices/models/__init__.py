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
from practices.models.guide import GuideChange, GuidePage, GuidePageTag
from practices.models.imported import ImportedRecord
from practices.models.section import AgencySectionPage

__all__ = [
    "AgencySectionPage",
    "CaseAsset",
    "CaseContact",
    "CaseIndicator",
    "CasePage",
    "CasePageTag",
    "CasePartner",
    "CollectionEntry",
    "CollectionPage",
    "GuideChange",
    "GuidePage",
    "GuidePageTag",
    "ImportedRecord",
    "PracticePage",
]
