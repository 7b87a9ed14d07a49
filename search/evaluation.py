"""How good an engine's order is: judged queries against the engine as readers meet it.

A folder holds docs.jsonl.gz, queries.jsonl.gz and qrels.tsv.gz (topic, 0, document,
grade). Wordings of one topic share its judgements and count as one.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from catalogue import places
from catalogue.access import unwalled_reader
from catalogue.models import Entry
from catalogue.projectors import Projection, plain
from catalogue.services import write
from search.engines import Engine
from search.request import SearchRequest
from search.understanding import understand

DEPTH = 10

Grades = Mapping[str, int]


@dataclass(frozen=True)
class Scores:
    """Averages over topics, of what stands among the first ten hits.

    ndcg: how good the order is. mrr: one over the rank of the first right hit. recall:
    the share of right documents. zero: the share of queries that find nothing.
    """

    queries: int
    topics: int
    ndcg: float
    mrr: float
    recall: float
    zero: float


@transaction.atomic
def load(*folders: Path) -> int:
    """Write the documents of some sets as entries that everyone may read."""
    place = places.of_page(Page.objects.filter(depth=2)[:1].get())
    count = 0
    for folder in folders:
        for record in _records(folder / "docs.jsonl.gz"):
            entry = Entry.objects.create(key=f"set:{count}")
            language = record["lang"][:2]
            projection = Projection(
                kind="page",
                url=f"/{count}/",
                language=language,
                title=plain(record.get("title", ""))[:255],
                summary=plain(record.get("summary", "")),
                body=plain(record.get("body", "")),
                place=place,
                facets={"lang": [language]},
                data={"document": _of_set(folder, record["id"])},
            )
            write(entry, projection)
            count += 1
    return count


def evaluate(folder: Path, engine: Engine) -> Scores:
    """Ask every query of a set and compare the answers with the judgements.

    Other sets may be loaded as well: their documents are then in the way, as in a hub.
    """
    judged = _judgements(folder)
    documents = dict(Entry.objects.values_list("pk", "data__document"))
    reader = unwalled_reader()
    by_topic: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    queries = zero = 0
    for record in _records(folder / "queries.jsonl.gz"):
        topic = record.get("topic") or record["id"]
        request = SearchRequest(q=record["text"], language=record["lang"], size=DEPTH)
        answer = engine.search(understand(request, reader), reader)
        numbers = [n for hit in answer.hits for n in (hit.entry_id, *hit.folded)]
        found = [documents[number] for number in numbers[:DEPTH]]
        by_topic[topic].append(scores_of(found, judged.get(topic, {})))
        queries += 1
        zero += not found
    means = [_mean_of(rows) for rows in by_topic.values()]
    ndcg, mrr, recall = _mean_of(means)
    return Scores(queries, len(by_topic), ndcg, mrr, recall, zero / max(1, queries))


def scores_of(found: Sequence[str], grades: Grades) -> tuple[float, float, float]:
    """nDCG, reciprocal rank and recall of one list of ten."""
    gains = [grades.get(key, 0) for key in found]
    ideal = _discounted(sorted(grades.values(), reverse=True)[:DEPTH])
    ranks = [rank for rank, gain in enumerate(gains, 1) if gain]
    right = sum(grade > 0 for grade in grades.values())
    return (
        _discounted(gains) / ideal if ideal else 0.0,
        1 / ranks[0] if ranks else 0.0,
        len(ranks) / right if right else 0.0,
    )


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _mean_of(rows: Sequence[tuple[float, ...]]) -> tuple[float, float, float]:
    columns = list(zip(*rows, strict=True)) or [(0.0,)] * 3
    first, second, third = (sum(column) / len(column) for column in columns)
    return first, second, third


def _judgements(folder: Path) -> dict[str, dict[str, int]]:
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with gzip.open(folder / "qrels.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            topic, _zero, document, grade = line.rstrip("\n").split("\t")
            judged[topic][_of_set(folder, document)] = int(grade)
    return judged


def _of_set(folder: Path, document: str) -> str:
    """The name of a document where several sets stand in one index."""
    return f"{folder.name}/{document}"


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
