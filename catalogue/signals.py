"""What the catalogue tells packages above.

entry_written: sent with `entry` inside the transaction that wrote the row.
entries_changed: sent after commit when at least one entry has a new version.
"""

from django.dispatch import Signal

entry_written = Signal()
entries_changed = Signal()
