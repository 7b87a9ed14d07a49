"""What the browser would send for the form of a page."""

from typing import Any

from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

FORMSETS = {
    "CasePage": ("partners", "indicators", "assets", "contacts"),
    "GuidePage": ("changes",),
    "CollectionPage": ("items",),
}


def empty_formset() -> dict[str, str]:
    return {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def rows(*values: dict[str, Any]) -> dict[str, Any]:
    """A formset with new rows."""
    found: dict[str, Any] = {"TOTAL_FORMS": str(len(values)), "INITIAL_FORMS": "0"}
    for number, row in enumerate(values):
        found[str(number)] = {"ORDER": str(number + 1), "DELETE": "", "id": "", **row}
    return found


def stream(*texts: str) -> dict[str, Any]:
    return streamfield([("paragraph", rich_text(f"<p>{text}</p>")) for text in texts])


def page_form(model: type[Page], **values: Any) -> dict[str, Any]:
    """Five fields and nothing else."""
    texts = (
        *("objectives", "innovation", "beneficiaries", "implementation", "results"),
        *("challenges", "conditions", "lessons", "replicability", "sustainability"),
        *("legal_notes",),
    )
    data: dict[str, Any] = {
        "title": "A counter that stays open",
        "slug": "a-counter-that-stays-open",
        "summary": "Open in the evening, once a week.",
        "language": "nl",
        "importance": "0",
        **{name: empty_formset() for name in FORMSETS[model.__name__]},
        "comments": empty_formset(),
    }
    if model.__name__ == "CasePage":
        data |= {name: rich_text("") for name in texts}
        data |= {
            "problem": stream("Closed when people are free."),
            "solution": stream("Open on Thursdays."),
            "media": streamfield([]),
        }
    if model.__name__ == "GuidePage":
        data |= {"in_short": rich_text(""), "body": stream("Do this.")}
    if model.__name__ == "CollectionPage":
        data |= {"introduction": rich_text("")}
    return nested_form_data({**data, **values})
