"""Finding tags by any of their words, and tags that may be twins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from vocabulary.folding import fold, loosen
from vocabulary.models import Tag


class TagIndex:
    """Every tag by its words: name, labels, synonyms and the words merged into it."""

    def __init__(self, tags: Iterable[Tag] | None = None) -> None:
        """Read all tags in one query, unless they are given."""
        rows = list(Tag.objects.order_by("pk") if tags is None else tags)
        self._by_pk = {tag.pk: tag for tag in rows}
        self._exact: defaultdict[str, list[Tag]] = defaultdict(list)
        self._loose: defaultdict[str, list[Tag]] = defaultdict(list)
        # What knowledge managers keep wins; among equals, the older one.
        for tag in sorted(rows, key=lambda tag: (not tag.is_accepted, tag.pk)):
            self.add(tag)

    def add(self, tag: Tag) -> None:
        """Make a tag findable by its words; a merged one leads to its successor."""
        self._by_pk[tag.pk] = tag
        target = self._end(tag)
        for word in words_of(tag):
            for key, found in ((fold(word), self._exact), (loosen(word), self._loose)):
                if key and target not in found[key]:
                    found[key].append(target)

    def find(self, name: str) -> Tag | None:
        """The tag that already has this word, whatever its case, accents, hyphens."""
        found = self._exact.get(fold(name))
        return found[0] if found else None

    def twins(self, tag: Tag) -> list[Tag]:
        """Other tags that may be the same, the surest first."""
        seen: dict[int, Tag] = {}
        for form, found in ((fold, self._exact), (loosen, self._loose)):
            for word in words_of(tag):
                for twin in found.get(form(word), ()):
                    if twin.pk != tag.pk:
                        seen.setdefault(twin.pk, twin)
        return list(seen.values())

    def _end(self, tag: Tag) -> Tag:
        seen = {tag.pk}
        while tag.merged_into_id in self._by_pk and tag.merged_into_id not in seen:
            tag = self._by_pk[tag.merged_into_id]
            seen.add(tag.pk)
        return tag


def words_of(tag: Tag) -> Iterator[str]:
    """All words that mean this tag."""
    yield tag.name
    yield from tag.labels.values()
    yield from tag.synonym_list
    yield tag.slug
