"""Conventions that no tool checks: sizes, layers, unused templates, leftovers."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    *("hub", "search", "communities", "practices"),
    *("accounts", "vocabulary", "catalogue"),
)
# What writes and builds queries, and so must work without a request.
WITHOUT_HTTP = re.compile(
    r"(\w+/(services|querysets)|catalogue/(drain|changes|access|places|projectors)"
    r"|search/(request|engines/.+|indexing/.+))\.py"
)
# Files in which nothing of one machine may stand.
PLAIN = ("*.py", "*.txt", "*.in", "*.toml", "*.md", "*.html", "*.js", "*.css", "*.json")
PLAIN += (".ci/*", "Makefile", "scripts/*", "hub/demo/*")
HTTP = ("django.http", "django.shortcuts", "django.template")


def tracked(*patterns: str) -> list[Path]:
    """The files that belong to the product, by git's pattern."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(
        [*command, "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    files = [ROOT / name for name in told.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def sources() -> list[Path]:
    """Python of our own, without migrations."""
    return [f for f in tracked("*.py", "scripts/*") if "migrations" not in f.parts]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file and how many lines it takes."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield name, (node.end_lineno or node.lineno) - node.lineno + 1


def imports(file: Path) -> Iterator[str]:
    """The modules a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_file_is_too_long() -> None:
    limits = {True: 400, False: 500}
    lengths = {f: len(f.read_text().splitlines()) for f in sources()}
    long = {
        str(file.relative_to(ROOT)): length
        for file, length in lengths.items()
        if length > limits["tests" in file.relative_to(ROOT).parts]
    }
    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {
        name: length
        for file in sources()
        for name, length in functions(file)
        if length > (20 if file.name == "views.py" else 50)
    }
    assert long == {}


def test_services_and_query_building_know_no_http_and_no_templates() -> None:
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources()
        if WITHOUT_HTTP.fullmatch(str(file.relative_to(ROOT)))
        for module in imports(file)
        if module.startswith(HTTP)
    ]
    assert wrong == []


def test_no_template_is_too_long() -> None:
    long = {
        str(file.relative_to(ROOT)): length
        for file in tracked("*.html")
        if (length := len(file.read_text().splitlines())) > 150
    }
    assert long == {}


def test_every_template_of_ours_is_used() -> None:
    """A template counts as used when code or another template names its path."""
    readers = [*tracked("*.py", "*.html", "*.txt"), *tracked("*.xml")]
    texts = "\n".join(file.read_text() for file in readers)
    unused = []
    for file in tracked("templates/*"):
        name = str(file.relative_to(ROOT / "templates"))
        by_convention = name.startswith(
            ("account/", "allauth/", "mail/", "mfa/", "wagtail")
        )
        top = re.fullmatch(r"(4\d\d|500|403_csrf)\.html", name) is not None
        if not by_convention and not top and name not in texts:
            unused.append(name)
    assert unused == []


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(r"[\"'`\s(](/work/|/root/|/tmp/)", id="path of a machine"),
        pytest.param(
            r"(pypi|pythonhosted|npmjs|docker|maven)\.(org|com|io)", id="host"
        ),
        pytest.param(r"# type: ignore(?!\[)", id="bare type: ignore"),
        pytest.param(r"pragma: no cover", id="pragma"),
    ],
)
def test_nothing_of_one_machine_or_one_linter_is_left_behind(forbidden: str) -> None:
    here = Path(__file__).resolve()
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in tracked(*PLAIN)
        if file != here
        for match in re.finditer(forbidden, file.read_text(errors="replace"))
    ]
    assert found == []
