"""Documents among the results: which page, folded, on both engines."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from accounts.models import Agency
from catalogue import drain
from catalogue.models import Entry
from practices import documents
from practices.models import AgencySectionPage, CaseAsset, CasePage
from search.indexing.compare import compare
from search.indexing.rebuild import rebuild
from search.indexing.sync import sync
from tests.practices import files

pytestmark = pytest.mark.django_db

ELASTICSEARCH = pytest.param(
    "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.once]
)
Use = Callable[..., Document]


@pytest.fixture(params=["database", ELASTICSEARCH])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "elasticsearch":
        request.getfixturevalue("use_elasticsearch")
        rebuild()
    return str(request.param)


@pytest.fixture
def section(db: None) -> AgencySectionPage:
    agency = Agency.objects.create(slug="noordzoom", name_nl="Noordzoom", country="nl")
    return AgencySectionPage.objects.get(agency=agency)


@pytest.fixture
def use(section: AgencySectionPage) -> Use:
    """Upload a file and put it on so many cases."""

    def make(
        name: str, content: bytes, cases: int = 1, title: str = "A plan"
    ) -> Document:
        document = Document.objects.create(
            title=title,
            file=ContentFile(content, name),
            collection=Collection.get_first_root_node(),
        )
        for number in range(cases):
            page = CasePage(
                title=f"Case {number}",
                agency=section.agency,
                assets=[CaseAsset(title="File", document=document)],
            )
            section.add_child(instance=page)
        drain.run_all()
        documents.read_waiting()
        drain.run_all()
        if settings.ELASTICSEARCH_URL:
            sync()
        return document

    return make


def page_at(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response.context["page"]


@pytest.mark.data
def test_pdf_is_found_by_a_word_of_its_page_57(
    engine: str, use: Use, client: Client, shared_data: Path
) -> None:
    file = shared_data / "documents" / "GeoTopo-komprimiert.pdf"
    document = use(file.name, file.read_bytes(), title="Geometrie")
    # Many pages, one result.
    page = page_at(client, "/search/?q=offene+Abbildung")
    assert page.total > 50
    assert len(page.rows) == 1
    response = client.get("/search/?q=2πix&exact=1")
    assert response.context["page"].total == 1
    html = response.content.decode()
    [row] = response.context["page"].rows
    assert row.line.url == f"{document.url}#page=57"
    assert row.line.file.part == "page 57"
    assert f'href="{document.url}#page=57"' in html
    said = re.sub(r"\s+", " ", html.replace("\xa0", " "))
    for word in ("page 57", "PDF", "1.7 MB", "Case 0"):
        assert word in said
    assert row.line.lang == "de"


def test_document_on_several_pages_is_one_result(
    engine: str, use: Use, client: Client
) -> None:
    use("plan.txt", b"Of a zebra", cases=3)
    page = page_at(client, "/search/?q=zebra")
    assert (page.total, len(page.rows)) == (3, 1)
    assert page.rows[0].line.also_in == ()
    tab = next(tab for tab in page.tabs if tab.value == "document")
    assert (tab.label, tab.count) == ("Documents", 3)
    assert page_at(client, "/search/?q=zebra&kind=document").total == 3
    assert page_at(client, "/search/?q=zebra&kind=case").total == 0
    assert page_at(client, "/search/?q=zebra&agency=noordzoom").total == 3


def test_short_pdf_names_the_page_of_the_passage(
    engine: str, use: Use, client: Client
) -> None:
    pages = [
        "Words about permits. " * 20,
        "Some lions. " * 20,
        "A zebra crossing. " * 9,
    ]
    document = use("few.pdf", files.pdf(*pages))
    [row] = page_at(client, "/search/?q=zebra").rows
    assert row.line.url == f"{document.url}#page=3"
    assert row.line.file.part == "page 3"
    [row] = page_at(client, "/search/?q=plan&kind=document").rows
    assert (row.line.url, row.line.file.part) == (document.url, "3 pages")


def test_closed_collection_hides_the_document_at_the_next_request(
    engine: str, use: Use, client: Client
) -> None:
    document = use("plan.txt", b"Of a zebra")
    assert page_at(client, "/search/?q=zebra").total == 1
    CollectionViewRestriction.objects.create(
        collection=document.collection,
        restriction_type=CollectionViewRestriction.GROUPS,
    )
    page = page_at(client, "/search/?q=zebra")
    assert (page.total, page.rows, len(page.tabs)) == (0, [], 1)
    assert b"Of a" not in client.get("/api/v1/search?q=zebra").content
    assert client.get("/api/v1/suggest?q=A+plan").json() == []


@pytest.mark.elasticsearch
@pytest.mark.once
def test_check_of_the_index_covers_documents(use_elasticsearch: Any, use: Use) -> None:
    rebuild()
    use("plan.txt", b"Of a zebra")
    assert not compare(settings.ELASTICSEARCH_PREFIX + "-entries").all_faults


@pytest.mark.parametrize("many", [1, 9])
def test_documents_cost_no_more_queries(
    use: Use, client: Client, django_assert_max_num_queries: Any, many: int
) -> None:
    for number in range(many):
        text = f"Of a zebra {number}"
        use(f"plan{number}.pdf", files.pdf(text, text), title=f"Plan {number}")
    client.get("/search/?q=zebra")
    # Below three hits near words are looked for, and PostgreSQL ranks once more.
    twice = many < 3 and connection.vendor == "postgresql"
    with django_assert_max_num_queries(9 if twice else 8):
        assert len(page_at(client, "/search/?q=zebra").rows) == many


def test_map_of_the_site_lists_pages_not_files(use: Use, client: Client) -> None:
    use("plan.txt", b"Of a zebra")
    assert Entry.objects.live().of_kind("document").exists()
    assert b"plan" not in client.get("/sitemap.xml").content
