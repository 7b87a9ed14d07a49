"""What is taken out of a search before it is kept: who somebody is, what is theirs.

Mail addresses, numbers of six digits and more (telephone, account, register) and names
of people give way to marks; the language of a mark is that of whoever reads it later.
"""

from __future__ import annotations

import re
from unicodedata import category

from django.utils.translation import gettext as _

from search.asked.names import Names
from search.query_language import parse
from search.request import MAX_QUERY
from search.text import exact_words, fold, spans

MAIL, NUMBER, NAME = "[mail]", "[number]", "[name]"
MARKS = (MAIL, NUMBER, NAME)
MARK = re.compile(r"(\[(?:mail|number|name)\])")

ADDRESS = re.compile(r"[^\s@＠<>()\[\]\"',;:]+[@＠][^\s@＠<>()\[\]\"',;]+")
BETWEEN = r"[\s.\-‐‑–—_()]{0,3}"
# A day of birth has few digits, and says much.
DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}([./-])\d{1,2}\1\d{4}|\d{4}([./-])\d{1,2}\2\d{1,2})(?!\d)"
)
# Accounts have letters among their digits, in groups of four or in one piece.
ACCOUNT = re.compile(
    r"\b[^\W\d_]{2}\d{2}(?:(?: \w{4}\b){2,7}(?: \w{1,3}\b)?|\w{8,30}\b)"
)
RUN = re.compile(rf"(?:\d{{2,4}}/)?[^\W_]*\d(?:{BETWEEN}\d){{5,}}[^\W_]*")
DIGITS = re.compile(r"\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
FEWEST_DIGITS = 6


def masked(text: str, names: Names) -> str:
    """The text as it may be kept: without unseen signs, as long as a search at most."""
    # Copied numbers have them between their digits.
    seen = "".join(sign for sign in text if category(sign) != "Cf")
    text = " ".join(seen.replace("\x00", " ").split())
    text = ADDRESS.sub(MAIL, text)
    text = DAY.sub(NUMBER, text)
    text = ACCOUNT.sub(_number, text)
    text = RUN.sub(_number, text)
    return _without_names(text, names)[:MAX_QUERY]


def says_something(text: str) -> bool:
    """Whether anything but marks is left of a masked text."""
    return bool(exact_words(MARK.sub(" ", text)))


def question_key(text: str) -> str:
    """A masked text as questions are compared: folded words, conditions as written."""
    if parse(text).conditions:
        return fold(" ".join(text.split()))[:MAX_QUERY]
    words: list[str] = []
    for part in MARK.split(text):
        words += [part] if part in MARKS else exact_words(part)
    return " ".join(words)[:MAX_QUERY]


def readable(text: str) -> str:
    """A masked text with its marks in the reader's language."""
    words = {MAIL: _("[mail]"), NUMBER: _("[number]"), NAME: _("[name]")}
    return MARK.sub(lambda mark: words[mark[1]], text)


def _number(found: re.Match[str]) -> str:
    """A mark for what was found, unless it is words and years ("ISO 27001 2022")."""
    groups = DIGITS.findall(found[0])
    digits = sum(len(group) for group in groups if not YEAR.fullmatch(group))
    return NUMBER if digits >= FEWEST_DIGITS else found[0]


def _without_names(text: str, names: Names) -> str:
    words = list(spans(text))
    folded = [fold(word.text) for word in words]
    parts = []
    at = done = 0
    while at < len(words):
        length = names.length_at(folded, at)
        if length:
            parts += [text[done : words[at].start], NAME]
            done = words[at + length - 1].end
        at += length or 1
    return "".join([*parts, text[done:]])
