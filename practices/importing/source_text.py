"""Remove what site generators leave in Markdown that is no Markdown."""

import re
from collections.abc import Callable

FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
INVISIBLE = dict.fromkeys(map(ord, "\x00\ufeff\u200b\u200c\u2060\u00ad"))

ATTRIBUTE = r"""(?:[.#][\w-]+|data-[\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s}]+))"""
ATTRIBUTE_LIST = re.compile(rf"\{{:?[ \t]*{ATTRIBUTE}(?:[ \t]+{ATTRIBUTE})*[ \t]*\}}")
ICON = re.compile(
    r":(?:material|octicons|fontawesome|simple)-[a-z0-9-]+:(?:\{[^}\n]*\})?"
)
LIQUID_TAG = re.compile(r"\{%-?.*?-?%\}", re.DOTALL)
LIQUID_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
SNIPPET = re.compile(r"^[ \t]*-{1,2}8<-{1,2}.*$", re.MULTILINE)
# pymdownx blocks: "/// html | div[style='…']" opens, "///" closes.
GENERIC_BLOCK = re.compile(r"^[ \t]*///(?:[ \t].*)?$", re.MULTILINE)
LANGUAGE_TAG = re.compile(r"</?lang(?:=[\w-]+)?>")

ROLE = r"(?:term|ref|doc|abbr|numref|download)"
BROKEN_ROLE = re.compile(r"^term\n+:[ \t]+(?=\\?`)", re.MULTILINE)
BRACED_ROLE = re.compile(rf"\{{{ROLE}:['\"]?([^}}'\"\n]+)['\"]?\}}")
QUOTED_ROLE = re.compile(rf":{ROLE}:[ \t]*(?=[\"'])")
TICKED_ROLE = re.compile(rf"(?::{ROLE}:?[ \t]*)?\\`[ \t]*([^`\n]*?)[ \t]*\\[`'](?!\w)")
BARE_ROLE = re.compile(rf":{ROLE}:[ \t]*(?:\\?`)?|:{ROLE}[ \t]*(?=\\`)")
ROLE_TARGET = re.compile(r"[ \t]*\\<[\w./-]+\\>['`]?")
ESCAPED_ADDRESS = re.compile(r"\\?<(https?://[^\s<>\\]+)\\>")
# A converter's way to write bold: *\* word*\*
HALF_ESCAPED_BOLD = re.compile(r"(?<!\\)\*\\\*[ \t]*(\w[^*\n]*?)[ \t]*\*\\\*")
OPEN_TICK = re.compile(r"\\`[ \t]?")

CONFLICT = re.compile(
    r"^<{7} [^\n]*\n(?P<ours>.*?)^={7}\n(?P<theirs>.*?)^>{7} [^\n]*\n?",
    re.MULTILINE | re.DOTALL,
)
CROWDED_HEADING = re.compile(r"^([ ]{0,3}#{2,6})(?=[^#\s])", re.MULTILINE)
DOUBLE_HEADING = re.compile(r"^(#{1,6})(?:[ \t]+#{1,6})+(?=[ \t])", re.MULTILINE)
# Without a blank line after it, CommonMark takes what follows for HTML.
MARKDOWN_DIV = re.compile(
    r"^(<div[^>\n]*\smarkdown\b[^>\n]*>)[ \t]*\n(?=\S)", re.MULTILINE
)
LONE_CROWDED_HEADING = re.compile(
    r"(?:(?<=\n\n)|\A)#(?=[^\W\d_][^\n]*\n[ \t]*\n)", re.MULTILINE
)
ABBREVIATION = re.compile(r"^\*\[([^\]\n]+)\]:[ \t]*(\S[^\n]*)$", re.MULTILINE)
SPACED_TARGET = re.compile(
    r"\]\([ \t]*([^()<>\"'\n]*?[^()<>\"'\n\s] [^()<>\"'\n]*?)[ \t]*\)"
)
CELL_EDGE = re.compile(r"(?<!\\)\|")
TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t:]*-{2,}[-:|+ \t]*\|?[ \t]*$")


def clean_source(text: str) -> str:
    """Return Markdown without template code, attribute lists, icons and the like."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE)
    text = CONFLICT.sub(_merged, text)
    return _outside_fences(text, _clean_prose)


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to the stretches that are not fenced code."""
    parts: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            parts.append(line)
            if mark and mark[1].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
        elif mark:
            parts.append(change("\n".join(prose)))
            parts.append(line)
            prose, fence = [], mark[1]
        else:
            prose.append(line)
    parts.append(change("\n".join(prose)))
    return "\n".join(parts)


def _clean_prose(text: str) -> str:
    for pattern in (SNIPPET, GENERIC_BLOCK, LIQUID_TAG, LIQUID_VALUE):
        text = pattern.sub("", text)
    for pattern in (ICON, ATTRIBUTE_LIST, LANGUAGE_TAG):
        text = pattern.sub("", text)
    text = _without_roles(text)
    text = CROWDED_HEADING.sub(r"\1 ", text)
    text = LONE_CROWDED_HEADING.sub("# ", text)
    text = DOUBLE_HEADING.sub(r"\1", text)
    text = MARKDOWN_DIV.sub(r"\1\n\n", text)
    text = HALF_ESCAPED_BOLD.sub(r"**\1**", text)
    text = ESCAPED_ADDRESS.sub(r"<\1>", text)
    text = SPACED_TARGET.sub(r"](<\1>)", text)
    text = _complete_tables(text)
    return _list_abbreviations(text)


def _merged(conflict: re.Match[str]) -> str:
    ours, theirs = conflict["ours"], conflict["theirs"]
    return theirs if ours.strip() == theirs.strip() else ours + theirs


def _without_roles(text: str) -> str:
    text = BROKEN_ROLE.sub("", text)
    text = BRACED_ROLE.sub(r"\1", text)
    text = QUOTED_ROLE.sub("", text)
    text = ROLE_TARGET.sub("", text)
    text = TICKED_ROLE.sub(r"\1", text)
    text = BARE_ROLE.sub("", text)
    return OPEN_TICK.sub("", text)


def _complete_tables(text: str) -> str:
    """Mend tables that GFM would refuse or cut: it wants a heading row, one rule."""
    lines: list[str] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.lstrip().startswith("|"):
            rows.append(line)
            continue
        lines.extend(_mended(rows))
        rows = []
        lines.append(line)
    return "\n".join(lines[:-1])


def _mended(rows: list[str]) -> list[str]:
    rules = [index for index, row in enumerate(rows) if TABLE_RULE.match(row)]
    framed = len(rows) > 1 and all(row.rstrip().endswith("|") for row in rows)
    if rules == [1] or not (rules or framed):
        return rows
    body = [row.strip().strip("|") for row in rows if not TABLE_RULE.match(row)]
    width = max((len(CELL_EDGE.findall(row)) for row in body), default=0)
    heading = body.pop(0) if len(rules) != 1 and body else ""
    missing = width - len(CELL_EDGE.findall(heading))
    return [
        f"|{heading}|{' |' * missing}",
        "|" + "---|" * (width + 1),
        *(f"|{row}|" for row in body),
    ]


def _list_abbreviations(text: str) -> str:
    """Turn ``*[API]: …`` definitions, which no block knows, into a last list."""
    found = ABBREVIATION.findall(text)
    if not found:
        return text
    items = "\n".join(f"- **{short}**: {long}" for short, long in found)
    return f"{ABBREVIATION.sub('', text).rstrip()}\n\n{items}\n"
