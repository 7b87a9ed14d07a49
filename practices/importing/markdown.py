"""Markdown from elsewhere as the blocks of a page."""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from practices.importing.pieces import (
    Flow,
    Heading,
    Piece,
    Special,
    merged,
    read_pieces,
)

Block = dict[str, Any]
Part = tuple[Heading | None, list[Piece]]

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:practice-hub:import")
LONGEST_HEADING = 150
BOLD_LINE = re.compile(r"<p><b>([^<]{2,80}?)</b>\s*:?</p>")


def guide_blocks(markdown: str, *, title: str, base: str, key: str) -> list[Block]:
    """Return the blocks of a guide; its top headings start sections."""
    return as_blocks(outlined(markdown, title=title, base=base), key, sections=True)


def outlined(markdown: str, *, title: str, base: str) -> list[Piece]:
    """Return a text's pieces with headings of the levels 1 to 3, title left out."""
    pieces = _with_found_headings(
        [_short_heading(piece) for piece in read_pieces(markdown, base)]
    )
    return _levelled(_without_title(pieces, title))


def parts(pieces: Sequence[Piece]) -> list[Part]:
    """Split pieces at the top headings: (heading or None, pieces below it)."""
    found: list[Part] = [(None, [])]
    for piece in pieces:
        if isinstance(piece, Heading) and piece.level == 1:
            found.append((piece, []))
        else:
            found[-1][1].append(piece)
    return found if found[0][1] else found[1:]


def as_blocks(pieces: Iterable[Piece], key: str, *, sections: bool) -> list[Block]:
    """Return stream data; `key` makes the blocks' ids the same in every run."""
    blocks: list[Block] = []
    flow: list[str] = []

    def flush() -> None:
        if flow:
            blocks.append({"type": "paragraph", "value": merged("".join(flow))})
            flow.clear()

    for piece in pieces:
        if isinstance(piece, Flow):
            flow.append(piece.html)
        elif isinstance(piece, Heading) and not (sections and piece.level == 1):
            depth = min(piece.level + (1 if sections else 2), 4)
            flow.append(f"<h{depth}>{piece.html}</h{depth}>")
        elif isinstance(piece, Heading):
            flush()
            blocks.append({"type": "section", "value": {"title": piece.text}})
        else:
            flush()
            blocks.append({"type": piece.type, "value": _raw_value(piece, key, blocks)})
    flush()
    return [_identified(block, key, index) for index, block in enumerate(blocks)]


def _raw_value(piece: Special, key: str, before: list[Block]) -> dict[str, Any]:
    """Return the value as it is stored: the items of a list carry ids."""
    if piece.type != "checklist":
        return piece.value
    items = [
        _identified({"type": "item", "value": text}, f"{key}/{len(before)}", index)
        for index, text in enumerate(piece.value["items"])
    ]
    return {**piece.value, "items": items}


def _identified(block: Block, key: str, index: int) -> Block:
    return {**block, "id": str(uuid.uuid5(NAMESPACE, f"{key}#{index}"))}


def _short_heading(piece: Piece) -> Piece:
    """Read a heading as long as a paragraph as a paragraph."""
    if isinstance(piece, Heading) and len(piece.text) > LONGEST_HEADING:
        return Flow(f"<p>{piece.html}</p>")
    return piece


def _with_found_headings(pieces: list[Piece]) -> list[Piece]:
    """In a text without headings, take lines in bold for them."""
    if any(isinstance(piece, Heading) for piece in pieces):
        return pieces
    lines = [
        isinstance(piece, Flow) and BOLD_LINE.fullmatch(piece.html) for piece in pieces
    ]
    if sum(map(bool, lines)) < 2:
        return pieces
    return [
        Heading(2, line[1]) if line else piece
        for piece, line in zip(pieces, lines, strict=True)
    ]


def _without_title(pieces: list[Piece], title: str) -> list[Piece]:
    """Drop a leading heading that only repeats the title."""
    if pieces and isinstance(pieces[0], Heading):
        words = set(re.findall(r"\w+", pieces[0].text.lower()))
        if words <= set(re.findall(r"\w+", title.lower())):
            return pieces[1:]
    return pieces


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """Number the heading levels that occur 1, 2, 3, whatever they were."""
    levels = [piece.level for piece in pieces if isinstance(piece, Heading)]
    if not levels:
        return pieces
    used = sorted(set(levels))
    # One first heading above all others is the title in other words, no level.
    if levels.count(used[0]) == 1 and levels[0] == used[0] == 1 and len(used) > 1:
        used = used[1:]
    ranks = {level: min(rank, 3) for rank, level in enumerate(used, start=1)}
    return [
        Heading(ranks.get(piece.level, 1), piece.html)
        if isinstance(piece, Heading)
        else piece
        for piece in pieces
    ]
