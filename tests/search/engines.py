"""Each test on every engine: what the tests of both need."""

from search.engines import Engine
from search.indexing.sync import sync


def in_step(engine: Engine) -> None:
    """Give the index what the database has."""
    if engine.name == "elasticsearch":
        sync()
