"""Which field of a page takes which field of a record: the table of docs/import.md."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from practices.importing.markdown import Block, Part, as_blocks, outlined, parts
from practices.importing.pieces import Flow, Heading, Piece, Special, merged

CASE, GUIDE = "case", "guide"
PAGE_TYPES = {
    **dict.fromkeys(("case", "produit", "solution"), CASE),
    **dict.fromkeys(("guide", "glossary", "richtlijn", "pagina"), GUIDE),
    **dict.fromkeys(("maatregelen", "vereisten", "hulpmiddelen", "rollen"), GUIDE),
    **dict.fromkeys(("levenscyclus", "onderwerpen", "ai-verordening"), GUIDE),
    **dict.fromkeys(("over-het-algoritmekader", "soorten-algoritmes-en-ai"), GUIDE),
    "voldoen-aan-wetten-en-regels": GUIDE,
}
# Types that say what a guide is for become a tag beside those of the record.
TYPE_TAGS = frozenset(
    ("glossary", "richtlijn", "maatregelen", "vereisten", "hulpmiddelen")
)
# What the sources' sites needed to build their menus says nothing about a page.
IGNORED_TAGS = frozenset(
    (
        *("guide", "resource", "category-index", "dbd", "home", "guidance"),
        *("ueberdashandbuch", "design-and-development-resources", "service-managers"),
    )
)
STATUSES = {
    "investigation": "idea",
    "construction": "pilot",
    "acceleration": "in-use",
    "consolidation": "scaled-up",
    "opere": "in-use",
    "transfere": "in-use",
    "abandon": "abandoned",
    "abandon-investigation": "abandoned",
}
# The phases are French, and so is the note that tells two of one status apart.
STATUS_NOTES = {
    "opere": "Service opéré durablement par son administration",
    "transfere": "Produit transféré à son administration",
    "abandon-investigation": "Abandonné après l’investigation",
}

# The first match wins; headings are compared without case, accents and marks.
FIELD_HEADINGS = (
    (
        "challenges",
        r"abandon|fin de l investigation|difficult|freins|arret\b|fermeture",
    ),
    (
        "lessons",
        r"apprentissage|enseignement|lecon|post mortem|conclusion"
        r"|retour d experience",
    ),
    ("results", r"resultat|impact|bilan|benefices|chiffres"),
    ("objectives", r"objectif|ambition|objectives"),
    (
        "beneficiaries",
        r"cible|beneficiaire|utilisateurs|usagers concernes|^usagers|pour qui",
    ),
    ("sustainability", r"transfert|perennisation"),
    ("conditions", r"conditions? (?:de|for) (?:reussite|succes)"),
    (
        "implementation",
        r"strategie|chronologie|deploiement|etapes|calendrier|feuille de route"
        r"|methodologie|demarche|methode|suites?\b|investigation|construction|acceleration|planning",
    ),
    (
        "solution",
        r"solution|produit|service|fonctionnement|fonctionnalite|hypothese|reponse"
        r"|approche|comment|proposition",
    ),
    (
        "problem",
        r"probl|contexte|constat|enjeu|besoin|pourquoi|origine|territoire|defi|situation",
    ),
)
# A heading that only says what the page's own heading says is left out.
OWN_NAMES = {
    "problem": {"probleme", "problem"},
    "solution": {"solution"},
    "objectives": {"objectifs", "objectives"},
    "results": {"resultats", "results"},
}
ARTICLES = re.compile(r"^(?:le|la|les|l|the|notre|nos)\s+")
STREAMS = ("problem", "solution")


@dataclass
class CaseText:
    """A case's text, by field."""

    problem: list[Block] = field(default_factory=list)
    solution: list[Block] = field(default_factory=list)
    rich_text: dict[str, str] = field(default_factory=dict)


def case_text(markdown: str, *, title: str, base: str, key: str) -> CaseText:
    """Divide a text among the fields of a case by its headings; nothing is lost.

    What stands before the first heading opens the problem. A heading that is not
    understood stays with the part before it; if none is, the first part is the
    problem and the rest the solution.
    """
    found = parts(outlined(markdown, title=title, base=base))
    fields = _by_headings(found) if _has_meaning(found) else _by_order(found)
    return CaseText(
        problem=as_blocks(fields.pop("problem", []), f"{key}/problem", sections=False),
        solution=as_blocks(
            fields.pop("solution", []), f"{key}/solution", sections=False
        ),
        rich_text={name: _rich_text(pieces) for name, pieces in fields.items()},
    )


def heading_field(text: str) -> str:
    """Return the field of a case that a heading names, or ""."""
    words = _bare(text)
    return next(
        (name for name, pattern in FIELD_HEADINGS if re.search(pattern, words)), ""
    )


def known_words(tags: Sequence[str]) -> list[str]:
    """Return tags one by one, readable, without those of the source's own menus."""
    found: list[str] = []
    for part in (part for tag in tags for part in tag.split(",")):
        word = " ".join(part.split())
        if not word or word.lower() in IGNORED_TAGS:
            continue
        # "menselijke-controle" was an address; "Open-Data" was written by a person.
        found.append(word.replace("-", " ") if word.islower() else word)
    return list(dict.fromkeys(found))


def page_type(record_type: str) -> str:
    """Return whether a record becomes a case or a guide; an unknown type a guide."""
    return PAGE_TYPES.get(record_type, GUIDE)


def _has_meaning(found: Sequence[Part]) -> bool:
    return any(heading and heading_field(heading.text) for heading, _ in found)


def _by_order(found: Sequence[Part]) -> dict[str, list[Piece]]:
    fields: dict[str, list[Piece]] = {}
    for index, (heading, below) in enumerate(found):
        name = STREAMS[min(index, 1)]
        fields.setdefault(name, []).extend(_with_heading(heading, below, name))
    return fields


def _by_headings(found: Sequence[Part]) -> dict[str, list[Piece]]:
    fields: dict[str, list[Piece]] = {}
    current = "problem"
    for heading, below in found:
        meant = heading_field(heading.text) if heading else ""
        is_text = not any(isinstance(piece, Special) for piece in below)
        if meant in STREAMS or (meant and is_text):
            current = meant
        elif meant or current not in STREAMS:
            current = "solution"
        fields.setdefault(current, []).extend(_with_heading(heading, below, current))
    return fields


def _with_heading(
    heading: Heading | None, below: Sequence[Piece], name: str
) -> list[Piece]:
    if heading is None or _bare(heading.text) in OWN_NAMES.get(name, ()):
        return list(below)
    return [heading, *below]


def _rich_text(pieces: Sequence[Piece]) -> str:
    html = ""
    for piece in pieces:
        if isinstance(piece, Flow):
            html += piece.html
        elif isinstance(piece, Heading):
            depth = min(piece.level + 2, 4)
            html += f"<h{depth}>{piece.html}</h{depth}>"
    return merged(html)


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return ARTICLES.sub("", " ".join(re.findall(r"[a-z0-9]+", letters)))
