"""What accounts tell the packages above."""

from __future__ import annotations

from django.dispatch import Signal

# user, agency (or None), kind: "left", "moved", "suspended" or "deleted". Sent in the
# transaction of the change; perhaps twice for one change, so receivers bear that.
agency_left = Signal()
