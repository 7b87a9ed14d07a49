"""What the search keeps: words of entries, curation, what was asked, what was saved."""

from search.models.asked import (
    Asking,
    Question,
    QuestionByAgency,
    QuestionDay,
    Rewording,
    Salt,
    Step,
    Wish,
)
from search.models.curation import (
    Curated,
    Pinned,
    PinnedQuery,
    StopPhrase,
    SynonymSet,
)
from search.models.saved import Kept, KeptList, SavedSearch
from search.models.text import EntryText

__all__ = [
    "Asking",
    "Curated",
    "EntryText",
    "Kept",
    "KeptList",
    "Pinned",
    "PinnedQuery",
    "Question",
    "QuestionByAgency",
    "QuestionDay",
    "Rewording",
    "Salt",
    "SavedSearch",
    "Step",
    "StopPhrase",
    "SynonymSet",
    "Wish",
]
