"""Scores of judged queries."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.engines.database.engine import DatabaseEngine
from search.evaluation import evaluate, load, scores_of


def test_right_document_first_is_perfect() -> None:
    assert scores_of(["a", "b"], {"a": 1}) == (1.0, 1.0, 1.0)


def test_lower_ranks_count_less() -> None:
    ndcg, mrr, recall = scores_of(["x", "a"], {"a": 1, "b": 1})
    assert ndcg == pytest.approx(0.6309 / 1.6309, abs=1e-4)
    assert (mrr, recall) == (0.5, 0.5)


def test_nothing_found_is_nothing() -> None:
    assert scores_of([], {"a": 1}) == (0.0, 0.0, 0.0)


def write_set(folder: Path) -> None:
    docs = [
        {"id": "d1", "title": "Parking permits", "body": "Ask online.", "lang": "en"},
        {"id": "d2", "title": "Cycling", "body": "Ride.", "lang": "en"},
    ]
    queries = [
        {"id": "q1", "topic": "t1", "text": "parking", "lang": "en"},
        {"id": "q2", "topic": "t1", "text": "zebra", "lang": "en"},
        {"id": "q3", "text": "cycling", "lang": "en"},
    ]
    for name, rows in (("docs", docs), ("queries", queries)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as lines:
            lines.writelines(json.dumps(row) + "\n" for row in rows)
    with gzip.open(folder / "qrels.tsv.gz", "wt") as lines:
        lines.write("t1\t0\td1\t1\nq3\t0\td2\t1\n")


@pytest.mark.django_db
def test_wordings_of_a_topic_count_as_one(tmp_path: Path) -> None:
    write_set(tmp_path)
    assert load(tmp_path) == 2
    scores = evaluate(tmp_path, DatabaseEngine())
    assert (scores.queries, scores.topics) == (3, 2)
    assert scores.ndcg == scores.recall == 0.75
    assert scores.zero == pytest.approx(1 / 3)


def test_command_names_the_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"docs\.jsonl\.gz"):
        call_command("search_eval", str(tmp_path))


@pytest.mark.django_db
def test_sets_in_one_index_are_in_each_others_way(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        write_set(folder)
    assert load(*folders) == 4
    # The twins of the other set are no answers: they push the right ones down.
    alone, other = (evaluate(folder, DatabaseEngine()) for folder in folders)
    assert alone.recall == other.recall == 0.75
    assert alone.ndcg == 0.75 > other.ndcg
