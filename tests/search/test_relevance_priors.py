"""What an entry is worth by itself is gentle: it decides between equals, no more."""

import datetime

import pytest
from django.utils import timezone

from catalogue.access import reader_of
from practices.catalogue import (
    IMPORTANCE_PRIOR,
    MOST_STEPS,
    REUSE_STEP,
    STATUS_PRIOR,
)
from search.engines import Engine
from search.request import SearchRequest
from tests.search.engines import in_step
from tests.search.entries import make_entry

pytestmark = pytest.mark.django_db

LEAST = min(STATUS_PRIOR.values())
MOST = max(IMPORTANCE_PRIOR.values()) * (1 + REUSE_STEP * MOST_STEPS)
LONG_AGO = datetime.timedelta(days=900)


@pytest.fixture(autouse=True)
def others() -> None:
    """Enough entries about other things for words to be rare."""
    for number in range(12):
        make_entry(f"Streets and squares {number}", body="Trees along every street.")


def test_no_worth_turns_round_a_clear_difference_of_words(engine: Engine) -> None:
    old = timezone.now() - LONG_AGO
    worn = make_entry(
        "Parking permits online",
        body="How residents get a permit for parking.",
        prior=LEAST,
        review_on=old.date(),
        published_at=old,
    )
    praised = make_entry(
        "Opening hours of the town hall",
        body="Bring your passport. The desk also has forms for permits of all kinds.",
        prior=MOST,
        published_at=timezone.now(),
    )
    assert first(engine, "parking permits") == [worn.pk, praised.pk]


def test_worth_decides_between_equals(engine: Engine) -> None:
    plain = make_entry("Parking permits", summary="One.", published_at=timezone.now())
    reused = make_entry("Parking permits", summary="Two.", prior=1 + REUSE_STEP)
    assert first(engine, "parking permits") == [reused.pk, plain.pk]


def first(engine: Engine, q: str) -> list[int]:
    in_step(engine)
    answer = engine.search(SearchRequest(q=q), reader_of(None))
    return [hit.entry_id for hit in answer.hits]
