"""What accounts tell the packages above."""

from __future__ import annotations

from django.dispatch import Signal

# user, agency (or None), kind: "left", "moved", "suspended" or "deleted". Sent in the
# transaction of the change; perhaps twice for one change, so receivers bear that.
agency_left = Signal()

# user. For the file of a person's own data: each receiver returns the name of its part
# and plain values.
own_data = Signal()

# user. Sent in the transaction in which somebody closes their own account.
account_closed = Signal()

# user. Before that is asked: each receiver returns what nobody would be in charge of
# any more, as a list of name, its language, and the address where it is handed over.
left_behind = Signal()

# user. Answers of theirs that were accepted, under their name, where every agent reads
# them: each receiver returns pairs of a short name for where that was and a tag. Asked
# about those alone who chose to show it. Whoever answers keeps the entries in step.
answered = Signal()
