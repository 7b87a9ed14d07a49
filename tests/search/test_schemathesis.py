"""The API keeps its description: no 500, whatever is asked, and answers as described.

Schemathesis makes the requests from the description itself: those that it allows, and
those that it forbids.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings as hub_settings
from django.contrib.auth.models import Group
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi import checks

from accounts.models import Agency, User
from search import rates
from search.request import MAX_VALUES
from tests.search.entries import closed_place, make_entry

pytestmark = pytest.mark.django_db

PROMISES: list[CheckFunction] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
TRIES = 80
# The same requests each time; what one run finds, the next one finds as well.
BOUNDED = settings(
    max_examples=TRIES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def agent() -> User:
    """Somebody signed in, in a hub with entries for everybody and for agents."""
    Agency.objects.create(slug="town", name_en="Town", country="be")
    crew = Group.objects.create(name="crew")
    for number in range(12):
        make_entry(
            f"Parking permit {number}",
            language=("en", "fr", "nl", "de")[number % 4],
            agency="town",
            facets={"agency": ["town"], "theme": ["mobility"], "year": ["2026"]},
        )
    make_entry("Zeppelin", place=closed_place(crew), facets={"tag": ["airship"]})
    agent = User.objects.create_user("agent", "agent@agency.example", "-")
    agent.groups.add(crew)
    return agent


@pytest.fixture(params=["stranger", "agent"])
def cookies(
    request: pytest.FixtureRequest, agent: User, client: Client
) -> dict[str, str]:
    """What the browser of this reader sends along."""
    if request.param == "agent":
        client.force_login(agent)
    name = hub_settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value} if name in client.cookies else {}


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The end of a request would close the connection that holds the test's rows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def values_in(case: Case) -> int:
    """How many filters a request has; no description can bound them together."""
    asked = (case.query or {}).values()
    return sum(len(values) for values in asked if isinstance(values, list))


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", ["search", "suggest"])
def test_api_answers_as_described(
    monkeypatch: pytest.MonkeyPatch,
    cookies: dict[str, str],
    name: str,
    mode: GenerationMode,
) -> None:
    monkeypatch.setattr(rates, "count", lambda *_asked: None)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    operation = schema[f"/api/v1/{name}"]["GET"]
    statuses = set()
    allowed = mode is GenerationMode.POSITIVE

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        answer = case.call(cookies=cookies)
        promises = list(PROMISES)
        if allowed and values_in(case) <= MAX_VALUES:
            promises.append(checks.positive_data_acceptance)
        case.validate_response(answer, checks=promises)
        statuses.add(answer.status_code)

    ask()
    assert 200 in statuses
    if name == "search" and mode is GenerationMode.NEGATIVE:
        assert 400 in statuses
