"""The introduction of a community in a plain form: paragraphs and lists, no tags."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

from django.utils.html import escape, strip_tags

ENDS = re.compile(r"</(?:p|h\d|ul|ol|blockquote)>", re.I)
POINTS = re.compile(r"<li[^>]*>", re.I)
BREAKS = re.compile(r"<br\s*/?>|</li>", re.I)
BLANK = re.compile(r"\n{3,}")


def plain_of(html: str) -> str:
    """Text to edit; links and emphasis made in the editing pages are not in it."""
    text = POINTS.sub("- ", BREAKS.sub("\n", ENDS.sub("\n\n", html)))
    lines = (line.strip() for line in unescape(strip_tags(text)).splitlines())
    return BLANK.sub("\n\n", "\n".join(lines)).strip()


def html_of(text: str) -> str:
    """What was edited, as the editing pages keep it."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(_part(part.splitlines()) for part in parts if part.strip())


def _part(lines: list[str]) -> str:
    found = []
    for is_list, group in groupby(lines, lambda line: line.lstrip().startswith("- ")):
        some = [line.strip() for line in group]
        if is_list:
            points = "".join(f"<li>{escape(line[2:].strip())}</li>" for line in some)
            found.append(f"<ul>{points}</ul>")
        else:
            found.append(f"<p>{'<br/>'.join(map(escape, some))}</p>")
    return "".join(found)
