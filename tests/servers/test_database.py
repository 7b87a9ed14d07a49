"""The test database: real transactions lose no first rows, and it is what it says."""

import pytest
from django.db import connection
from wagtail.models import Page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_first_rows_are_there_in_each_test_that_commits(turn: str) -> None:
    assert Page.objects.filter(depth=1).exists(), turn


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_pass_runs_on_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 150_000
