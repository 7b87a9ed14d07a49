"""Writing the change log: in the transaction of the change, drained after commit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db import models, transaction

from catalogue import drain, projectors
from catalogue.models import Change


class AtomicModel(models.Model):
    """A plain model whose save and delete commit together with their Change."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside a transaction, receivers included."""
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete inside a transaction, receivers included."""
        return super().delete(*args, **kwargs)


def object_changed(*keys: str, closes: bool = False) -> None:
    """Log that these objects changed; `closes` hides them until taken in."""
    _log(Change.Scope.OBJECT, keys, closes)
    if closes:
        parts = chain.from_iterable(map(projectors.parts, keys))
        _log(Change.Scope.OBJECT, list(parts), closes)


def subtree_changed(*page_numbers: int) -> None:
    """Log that these pages and all below them changed."""
    _log(Change.Scope.SUBTREE, [f"page:{number}" for number in page_numbers], False)


def related_changed(*keys: str) -> None:
    """Log that all that refers to these objects must be projected again."""
    _log(Change.Scope.RELATED, keys, False)


def _log(scope: Change.Scope, keys: Sequence[str], closes: bool) -> None:
    if not keys:
        return
    Change.objects.bulk_create(
        [Change(scope=scope, key=key, closes=closes) for key in keys]
    )
    drain.after_commit()
