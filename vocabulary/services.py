"""Writes on the vocabulary: what is proposed is accepted, merged or dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vocabulary.folding import fold
from vocabulary.labels import LANGUAGES
from vocabulary.models import DistinctTags, Tag, TagMerge
from vocabulary.moving import move_all, put_all_back
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
    _locked(lambda: (tag.pk for tag in tags))
    for tag in tags:
        tag.state = Tag.State.ACCEPTED
        tag.save(update_fields=["state"])


@transaction.atomic
def merge(tag: Tag, into: Tag, by: Any = None) -> Tag:
    """Map a tag to another: what carried it carries the other one, once.

    The words of the merged tag become synonyms of the other, which is returned.
    """
    locked = _locked(lambda: (tag.pk, into.pk))
    if not {tag.pk, into.pk} <= locked.keys():
        raise MergeError(_gone())
    tag, into = locked[tag.pk], _end(locked[into.pk], locked)
    if tag.pk == into.pk:
        raise MergeError(_("A tag cannot be mapped to itself."))
    if tag.merged_into_id is not None:
        text = _("“%(tag)s” was mapped to another tag already.")
        raise MergeError(text % {"tag": tag.name})
    TagMerge.objects.create(tag=tag, into=into, by=by, moved=_take_over(tag, into))
    return into


@dataclass(frozen=True)
class Undone:
    """A merge that was undone. edited: words it had added that were changed since."""

    tag: Tag
    into: Tag
    edited: tuple[str, ...] = ()


@transaction.atomic
def undo(merge: TagMerge) -> Undone:
    """Make two tags of one again; what was written since then stays.

    Later merges that build upon this one are taken back first and done again after it.
    """
    locked = _locked(lambda: _tags_of(merge))
    found = TagMerge.objects.select_for_update().filter(pk=merge.pk).first()
    if found is None:
        raise MergeError(_gone())
    if found.refusal:
        raise MergeError(found.refusal)
    later = [
        (each, _give_back(each, locked).words)
        for each in reversed(TagMerge.objects.after(found))
    ]
    back = _give_back(found, locked)
    for each, words in reversed(later):
        one, other = locked[each.tag_id], locked[each.into_id]
        each.moved = _take_over(one, other, words)
        each.save(update_fields=["moved"])
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    return Undone(locked[found.tag_id], locked[found.into_id], back.edited)


@transaction.atomic
def keep_apart(one: Tag, other: Tag) -> None:
    """Two tags that look alike are no twins: nobody asks again."""
    first, second = sorted((one, other), key=lambda tag: tag.pk)
    DistinctTags.objects.get_or_create(one=first, other=second)


@transaction.atomic
def drop(*tags: Tag) -> None:
    """Take tags and what was mapped to them away, from every page that carries them."""
    _locked(lambda: (tag.pk for tag in tags))
    for tag in tags:
        # The first is the tag itself; those mapped to it go before it.
        for gone in reversed(Tag.objects.with_merged(tag)):
            gone.delete()


class _Back(NamedTuple):
    # Words taken out of the synonyms, and words that were there no more.
    words: tuple[str, ...]
    edited: tuple[str, ...]


def _take_over(
    tag: Tag, into: Tag, only: Sequence[str] | None = None
) -> dict[str, Any]:
    """Move all from one tag to the other, and say what was done.

    only: the words that become synonyms; without it, all that the other tag lacks.
    """
    rows = move_all(tag, into)
    merged = Tag.objects.filter(merged_into=tag)
    followed = list(merged.order_by("pk").values_list("pk", flat=True))
    merged.update(merged_into=into)
    words = [word for word in _missing_words(tag, into) if only is None or word in only]
    into.synonyms = "\n".join([*into.synonym_list, *words])
    # What readers could filter by stays a filter.
    accepts = tag.state == Tag.State.ACCEPTED != into.state
    if accepts:
        into.state = Tag.State.ACCEPTED
    into.save(update_fields=["synonyms", "state"])
    tag.merged_into = into
    tag.save(update_fields=["merged_into"])
    done = {"rows": rows, "followed": followed, "words": words}
    return {**done, "accepted": accepts}


def _give_back(merge: TagMerge, locked: Mapping[int, Tag]) -> _Back:
    """Take one merge back; nothing that came later stands upon it."""
    tag, into = locked[merge.tag_id], locked[merge.into_id]
    # Taking back a later merge may have written it.
    tag.refresh_from_db(fields=["merged_into"])
    if tag.merged_into_id != into.pk or into.merged_into_id is not None:
        raise MergeError(_("These tags were changed since: it cannot be undone."))
    put_all_back(merge.moved.get("rows", {}), tag, into, since=merge.at)
    followed = Tag.objects.filter(pk__in=merge.moved.get("followed", ()))
    followed.filter(merged_into=into).update(merged_into=tag)
    added, here = merge.moved.get("words", ()), into.synonym_list
    into.synonyms = "\n".join(word for word in here if word not in added)
    if merge.moved.get("accepted"):
        into.state = Tag.State.PROPOSED
    into.save(update_fields=["synonyms", "state"])
    tag.merged_into = None
    tag.save(update_fields=["merged_into"])
    return _Back(
        tuple(word for word in added if word in here),
        tuple(word for word in added if word not in here),
    )


def _locked(wanted: Callable[[], Iterable[int]]) -> dict[int, Tag]:
    """These tags and all that merges join them to, locked in one order.

    So nobody waits in a circle. Whoever waited looks again: what leads where may have
    changed meanwhile.
    """
    while True:
        numbers = _connected(wanted())
        with transaction.atomic():
            rows = Tag.objects.filter(pk__in=numbers).order_by("pk")
            # Pages that are saved with one of these tags need not wait.
            locked = {tag.pk: tag for tag in rows.select_for_update(no_key=True)}
            if _connected(wanted()) <= numbers:
                return locked
            # The locks go with the savepoint.
            transaction.set_rollback(True)


def _connected(numbers: Iterable[int]) -> set[int]:
    """These tags, what they lead to and what leads to them."""
    found: set[int] = set()
    level = set(numbers)
    while level:
        found |= level
        near = Tag.objects.filter(Q(pk__in=level) | Q(merged_into__in=level))
        pairs = near.exclude(merged_into=None).values_list("pk", "merged_into")
        level = {number for pair in pairs for number in pair if number} - found
    return found


def _end(tag: Tag, locked: Mapping[int, Tag]) -> Tag:
    seen = {tag.pk}
    while tag.merged_into_id is not None and tag.merged_into_id not in seen:
        tag = locked[tag.merged_into_id]
        seen.add(tag.pk)
    return tag


def _tags_of(merge: TagMerge) -> Iterator[int]:
    for each in (merge, *TagMerge.objects.after(merge)):
        yield from (each.tag_id, each.into_id)


def _gone() -> str:
    return _("One of the two tags does not exist any more.")


def _missing_words(tag: Tag, into: Tag) -> list[str]:
    """The words of a tag that the other one does not have yet."""
    words: list[str] = []
    known = {fold(word) for word in words_of(into)}
    for word in (tag.name, *tag.labels.values(), *tag.synonym_list):
        if fold(word) not in known:
            known.add(fold(word))
            words.append(word)
    return words
