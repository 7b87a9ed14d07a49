"""How long to leave a busy or absent server alone."""

from __future__ import annotations

import random
import time

SHORTEST_SECONDS = 0.5
LONGEST_SECONDS = 60.0


def length(attempt: int) -> float:
    """Seconds before the next try: doubling, with jitter so that processes differ."""
    longest = min(LONGEST_SECONDS, SHORTEST_SECONDS * 2.0 ** min(attempt, 10))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def pause(attempt: int) -> None:
    """Wait before the next try."""
    time.sleep(length(attempt))
