"""How often programs may ask the search."""

from __future__ import annotations

from accounts.rates import Rate, TooManyRequests, count

__all__ = ["API", "FILES", "SUGGESTIONS", "Rate", "TooManyRequests", "count"]

API = (Rate(20, 5), Rate(120, 60))
FILES = (Rate(5, 10), Rate(20, 60))
# A whole building may stand behind one address, and types.
SUGGESTIONS = (Rate(100, 5), Rate(600, 60))
