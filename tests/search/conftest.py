"""Fixtures of tests that run on every engine."""

import pytest

from search.engines import Engine
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic.engine import ElasticsearchEngine
from search.indexing.rebuild import rebuild

ELASTICSEARCH = pytest.param(
    "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.once]
)


@pytest.fixture(params=["database", ELASTICSEARCH])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The engine of the database, then a real Elasticsearch."""
    if request.param == "database":
        return DatabaseEngine()
    request.getfixturevalue("use_elasticsearch")
    rebuild()
    return ElasticsearchEngine()
