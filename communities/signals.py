"""What happens in communities, for the parts that tell people of it.

All are sent inside the transaction of the change; receivers write rows and send no mail
themselves.
"""

from __future__ import annotations

from django.dispatch import Signal

# comment: visible to its readers from now on, for the first time.
comment_published = Signal()

# decision: a row of the trail that was just written.
decided = Signal()

# thread, comment, by: a comment became the accepted answer.
answer_accepted = Signal()

# membership: somebody waits to be let in.
membership_asked = Signal()

# membership: somebody belongs to it from now on.
membership_began = Signal()

# membership: somebody left, was put out, or their time is over.
membership_ended = Signal()

# membership: somebody who owned it does not any more, and nobody was asked before.
owner_gone = Signal()

# report or appeal: something new to look at for the moderators.
reported = Signal()
appealed = Signal()

# assignment, community: a moderator hands something of the queue to another.
assigned = Signal()

# nomination: proposed, or decided on (see its state); consents are asked for.
nominated = Signal()
nomination_decided = Signal()

# proposal: a community was proposed, or the proposal decided on (see its state).
proposed = Signal()
proposal_decided = Signal()

# user: has read some notices. at_once: whether the number has to be right on this page.
notices_read = Signal()
