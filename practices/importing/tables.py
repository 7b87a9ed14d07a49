"""HTML tables as the value of a typed table block."""

from typing import Any

from bs4 import Tag

from practices.importing.inline import dotted, inline_html, plain

CELLS = ["th", "td"]


def table_value(table: Tag, base: str) -> dict[str, Any] | None:
    """Return the table block's value; None for a table without text."""
    caption = table.find("caption")
    rows = [_cells(row) for row in table.find_all("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return None
    width = max(len(row) for row in rows)
    first = rows[0]
    has_heading = all(cell is None or cell.name == "th" for cell in first)
    headings = [_heading(cell, base) for cell in first] if has_heading else []
    body = [[_cell_html(cell, base) for cell in row] for row in rows[bool(headings) :]]
    if not any(headings) and not any(any(row) for row in body):
        return None
    return {
        "caption": plain(inline_html(caption.children, base)) if caption else "",
        "table": {
            "columns": [
                {"type": "text", "heading": heading}
                for heading in _padded(headings, width)
            ],
            "rows": [{"values": _padded(row, width)} for row in body],
            "caption": "",
        },
    }


def _cells(row: Tag) -> list[Tag | None]:
    """Return a row's cells, an empty place for each further column one spans."""
    cells: list[Tag | None] = []
    for cell in row.find_all(CELLS, recursive=False):
        spanned = str(cell.get("colspan", "1"))
        further = min(int(spanned), 30) - 1 if spanned.isdecimal() else 0
        cells.extend([cell, *[None] * further])
    return cells


def _heading(cell: Tag | None, base: str) -> str:
    return plain(inline_html(cell.children, base)) if cell else ""


def _cell_html(cell: Tag | None, base: str) -> str:
    if cell is None:
        return ""
    for item in cell.find_all("li"):
        item.insert(0, "• ")
        item.name = "p"
    for container in cell.find_all(["ul", "ol", "pre", "blockquote"]):
        container.name = "div"
    lines = inline_html(cell.children, base).split("<br/>")
    return "".join(f"<p>{dotted(line)}</p>" for line in lines if plain(line))


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))
