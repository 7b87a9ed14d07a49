"""Writes on the vocabulary: what is proposed is accepted, merged or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from taggit.models import ItemBase

from vocabulary.folding import fold
from vocabulary.labels import LANGUAGES
from vocabulary.models import Tag
from vocabulary.querysets import references
from vocabulary.twins import TagIndex, words_of

NAME_LENGTH = 100


class MergeError(ValueError):
    """Two tags cannot become one; the message says why."""


def find_or_propose(names: Iterable[str], language: str = "") -> list[Tag]:
    """The tags for these words, in their order; unknown ones arrive as proposed.

    Whoever has many words to look up keeps one TagFinder instead.
    """
    return TagFinder().find_or_propose(names, language)


class TagFinder:
    """Looks words up among all tags, read once."""

    def __init__(self) -> None:
        self._index = TagIndex()

    def find_or_propose(self, names: Iterable[str], language: str = "") -> list[Tag]:
        """The tags for these words, each once; `language` is that of unknown words."""
        found: dict[int, Tag] = {}
        for name in names:
            clean = " ".join(name.replace("\x00", " ").split())[:NAME_LENGTH].strip()
            if fold(clean):
                tag = self._index.find(clean) or self._propose(clean, language)
                found[tag.pk] = tag
        return list(found.values())

    def _propose(self, name: str, language: str) -> Tag:
        fields = {f"label_{language}": name} if language in LANGUAGES else {}
        tag, _created = Tag.objects.get_or_create(name=name, defaults=fields)
        self._index.add(tag)
        return tag.current


@transaction.atomic
def accept(*tags: Tag) -> None:
    """Take proposed tags into the vocabulary: readers may filter by them at once."""
    for tag in tags:
        tag.state = Tag.State.ACCEPTED
        tag.save(update_fields=["state"])


@transaction.atomic
def merge(tag: Tag, into: Tag) -> Tag:
    """Map a tag to another: what carried it carries the other one, once.

    The words of the merged tag become synonyms of the other, which is returned.
    """
    locked = Tag.objects.select_for_update().in_bulk([tag.pk, into.pk])
    if len(locked) < 2 and tag.pk != into.pk:
        raise MergeError(_("One of the two tags does not exist any more."))
    tag, into = locked[tag.pk], locked[into.pk].current
    if tag.pk == into.pk:
        raise MergeError(_("A tag cannot be mapped to itself."))
    for reference in references(Tag):
        _move(reference, tag, into)
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    into.synonyms = "\n".join(_joined_words(tag, into))
    into.save(update_fields=["synonyms"])
    tag.merged_into = into
    tag.save(update_fields=["merged_into"])
    return into


@transaction.atomic
def drop(*tags: Tag) -> None:
    """Take tags and what was mapped to them away, from every page that carries them."""
    for tag in tags:
        # The first is the tag itself; those mapped to it go before it.
        for gone in reversed(Tag.objects.with_merged(tag)):
            gone.delete()


def _move(reference: models.ForeignKey[Any, Any], tag: Tag, into: Tag) -> None:
    """Point the rows of one table to the other tag, without saying it twice."""
    model, name = reference.model, reference.name
    rows = model._default_manager.filter(**{name: tag})
    if issubclass(model, ItemBase) or model._meta.auto_created:
        owner = next(
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field is not reference
        )
        kept = model._default_manager.filter(**{name: into}).values(owner)
        rows.filter(
            **{f"{owner}__in": list(kept.values_list(owner, flat=True))}
        ).delete()
    model._default_manager.filter(**{name: tag}).update(**{name: into})


def _joined_words(tag: Tag, into: Tag) -> list[str]:
    words = into.synonym_list
    known = {fold(word) for word in words_of(into)}
    for word in (tag.name, *tag.labels.values(), *tag.synonym_list):
        if fold(word) not in known:
            known.add(fold(word))
            words.append(word)
    return words
