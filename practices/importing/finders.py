"""Find agencies, themes, tags and professions by their names; make each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.text import slugify
from wagtail.models import Locale

from accounts.models import Agency
from practices.importing.known import (
    AGENCIES,
    HOSTS,
    PROFESSIONS,
    THEMES,
    KnownAgency,
    Term,
)
from practices.importing.mapping import known_words
from practices.importing.records import Record
from practices.models import AgencySectionPage
from vocabulary.labels import LANGUAGES
from vocabulary.models import Profession, Tag, Theme

TAG_LENGTH = 100


def folded(text: str) -> str:
    """Return a name as it is compared: case and outer blanks do not matter."""
    return " ".join(text.split()).casefold()


def slug_of(text: str, length: int) -> str:
    """Return a text as a slug: the French elision divides words."""
    return slugify(re.sub(r"['’]", " ", text))[:length].strip("-")


def free_slug(wanted: str, taken: Iterable[str]) -> str:
    """Return the wanted slug, or the first with a number that nobody has."""
    slug, number, used = wanted, 2, set(taken)
    while slug in used:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


class Agencies:
    """Agencies by each of their names, with the sections they publish in."""

    def __init__(self) -> None:
        self.by_name: dict[str, Agency] = {}
        self.sections: dict[int, AgencySectionPage] = {}
        for agency in Agency.objects.all():
            self._remember(agency)

    def find(self, record: Record) -> Agency:
        """Return the agency of a record, made with its section when it is new."""
        return self.by_name.get(folded(record.agency)) or self._make(record)

    def named(self, name: str) -> Agency | None:
        """Return the agency of this name, if there is one."""
        return self.by_name.get(folded(name))

    def section(self, agency: Agency) -> AgencySectionPage:
        """Return the section of an agency."""
        if agency.pk not in self.sections:
            self.sections[agency.pk] = AgencySectionPage.objects.get(agency=agency)
        return self.sections[agency.pk]

    def _make(self, record: Record) -> Agency:
        known = _known_agency(record)
        name = next(iter(known.names.values()))
        slugs = Agency.objects.values_list("slug", flat=True)
        agency = Agency.objects.create(
            slug=free_slug(slug_of(name, 70) or "agency", slugs),
            acronym=known.acronym,
            country=known.country,
            level=known.level,
            **{f"name_{code}": name for code, name in known.names.items()},
        )
        self._remember(agency)
        return agency

    def _remember(self, agency: Agency) -> None:
        for name in agency.names.values():
            self.by_name.setdefault(folded(name), agency)


class Tags:
    """Tags by name, label and synonym; a merged tag stands for its successor."""

    def __init__(self) -> None:
        self.by_word: dict[str, Tag] = {}
        for tag in Tag.objects.select_related("merged_into"):
            for word in (tag.name, *tag.labels.values(), *tag.synonym_list):
                self.by_word.setdefault(folded(word), tag.current)

    def find(self, words: Iterable[str], language: str) -> list[Tag]:
        """Return the tags for these words; a new one waits as proposed."""
        found = [self._find(word[:TAG_LENGTH].strip(), language) for word in words]
        return list({tag.pk: tag for tag in found}.values())

    def _find(self, word: str, language: str) -> Tag:
        tag = self.by_word.get(folded(word))
        if tag is None:
            tag = Tag.objects.create(name=word, **{f"label_{language}": word})
            self.by_word[folded(word)] = tag
        return tag


class Terms:
    """Themes or professions by slug, label and the sources' words for them."""

    def __init__(
        self, model: type[Theme] | type[Profession], terms: Iterable[Term]
    ) -> None:
        self.model = model
        self.terms = {word: term for term in terms for word in term.words}
        self.by_slug = {term.slug: term for term in terms}
        self.by_word: dict[str, Theme | Profession] = {}
        for known in model.objects.all():
            self._remember(known)

    def find(self, words: Iterable[str]) -> list[Theme | Profession]:
        """Return what the hub has, or knows how to name, for these words."""
        found = [self._find(folded(word)) for word in words]
        return list({term.pk: term for term in found if term}.values())

    def find_or_add(
        self, words: Iterable[str], language: str
    ) -> list[Theme | Profession]:
        """Return the terms for these words; an unknown one is made at the top."""
        found = []
        for word in words:
            term = self._find(folded(word))
            if term is None:
                slug = free_slug(slug_of(word, 70) or "theme", self.by_word)
                term = self.model.objects.create(
                    slug=slug, **{f"label_{language}": word[:120]}
                )
                self._remember(term)
            found.append(term)
        return found

    def _find(self, word: str) -> Theme | Profession | None:
        if word in self.by_word:
            return self.by_word[word]
        term = self.terms.get(word)
        return self._make(term) if term else None

    def _make(self, term: Term) -> Theme | Profession:
        if term.slug in self.by_word:
            return self.by_word[term.slug]
        labels = zip(("en", "fr", "nl", "de"), term.labels, strict=True)
        values: dict[str, object] = {f"label_{code}": text for code, text in labels}
        if term.parent:
            values["parent"] = self._make(self.by_slug[term.parent])
        made = self.model.objects.create(slug=term.slug, **values)
        self._remember(made)
        return made

    def _remember(self, known: Theme | Profession) -> None:
        for word in (known.slug, *known.labels.values()):
            self.by_word.setdefault(folded(word), known)


class Finders:
    """Everything a record names, found or made; one for a whole run."""

    def __init__(self) -> None:
        self.agencies = Agencies()
        self.tags = Tags()
        self.themes = Terms(Theme, THEMES)
        self.professions = Terms(Profession, PROFESSIONS)
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0]
            for code in LANGUAGES
        }

    def record_themes(self, record: Record) -> list[Theme | Profession]:
        """Return the themes a record names, and those its tags stand for."""
        words = [part.strip() for tag in record.tags for part in tag.split(",")]
        named = self.themes.find_or_add(record.themes, record.lang)
        return list({t.pk: t for t in [*named, *self.themes.find(words)]}.values())

    def record_tags(self, record: Record, *more: str) -> list[Tag]:
        """Return the tags of a record."""
        words = known_words([*record.tags, *record.lifecycle, *more])
        return self.tags.find(words, record.lang)

    def record_readers(self, record: Record) -> list[Theme | Profession]:
        """Return the professions a record is written for, as far as they are known."""
        return self.professions.find([*record.audience, *record.roles])


def _known_agency(record: Record) -> KnownAgency:
    """Return what is known of a record's agency beyond its name."""
    for known in AGENCIES:
        if folded(record.agency) in {folded(name) for name in known.names.values()}:
            return known
    country, level = HOSTS.get(record.host, ("", ""))
    return KnownAgency({record.lang: record.agency}, "", country, level)
