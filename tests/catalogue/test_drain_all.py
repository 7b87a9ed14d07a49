"""Draining to the end, however the change log is mixed."""

import pytest

from catalogue import drain
from catalogue.models import Change

pytestmark = pytest.mark.django_db


def test_references_without_anything_that_refers_to_them_are_all_taken_in():
    Change.objects.bulk_create(
        Change(scope=Change.Scope.RELATED, key=f"vocabulary.theme:{number}")
        for number in range(100_000, 100_050)
    )
    drain.run_all()
    assert not Change.objects.exists()
