"""What agencies of the demo have done already of what they must do."""

from __future__ import annotations

from hub.demo import content
from hub.demo.pages import World
from practices.models import Done


def mark_done(world: World) -> None:
    """Mark pages as done, each by somebody of an agency that has done it."""
    for record in content.records("done"):
        done = Done.objects.create(
            translation_key=world.pages[record["page"]].translation_key,
            agency=world.agencies[record["agency"]],
            by=world.users[record["by"]],
            note=record.get("note", ""),
        )
        done.at = content.moment(record["days_ago"])
        done.save()
