"""On what people gave accepted answers, for those who chose to show it.

Only named answers that every agent may read count: in open communities, visible, and
accepted today.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accounts.catalogue import key_of_person
from accounts.models import User
from catalogue.changes import object_changed
from catalogue.models import Entry, FacetValue
from communities.models import Comment, Thread, Visibility
from communities.talk.catalogue import LABEL
from vocabulary.models import Tag

# The facet of people's entries that says where they answered.
FACET = "answered"


def answers_of(user: User, **_kwargs: object) -> list[tuple[str, Tag]]:
    """Each discussion in which an answer of theirs was accepted, with its tags."""
    threads = (
        Thread.objects.filter(
            kind=Thread.Kind.QUESTION,
            community__visibility=Visibility.OPEN,
            community__live=True,
            accepted__author=user.pk,
            accepted__unnamed=False,
            accepted__state=Comment.State.VISIBLE,
        )
        .prefetch_related("tags__merged_into")
        .order_by("pk")
    )
    return [(str(thread.pk), tag) for thread in threads for tag in thread.tags.all()]


def talk_written(entry: Any, **_kwargs: object) -> None:
    """A discussion reads differently: so may what its answerer, or a former one, shows.

    Sent in the transaction in which the catalogue takes the discussion in.
    """
    label, _sep, number = entry.key.partition(":")
    if label == LABEL:
        object_changed(*dict.fromkeys(_people_of(number)))


def _people_of(number: str) -> Iterator[str]:
    """The keys of whoever shows this discussion, and of whoever may show it now."""
    known = FacetValue.objects.filter(facet=FACET, value=number).first()
    if known is not None:
        shown = Entry.objects.live().with_value(known.pk)
        yield from shown.values_list("key", flat=True)
    authors = Comment.objects.filter(
        pk__in=Thread.objects.filter(pk=int(number)).values("accepted"),
        author__profile_card__shows_answers=True,
    )
    for author in authors.values_list("author", flat=True):
        yield key_of_person(author)
