"""What agencies of the demo have done of what they must do, and what they reused."""

from __future__ import annotations

from hub.demo import content
from hub.demo.pages import World
from practices.models import Done, Reuse

DAYS_A_MONTH = 30.44


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


def record_reuses(world: World) -> None:
    """Let agencies say what they reused, some with what came of it."""
    for record in content.records("reuses"):
        by = world.users[record["by"]]
        at = content.moment(record["days_ago"])
        began = content.moment(round(record["since_months_ago"] * DAYS_A_MONTH))
        reuse = Reuse.objects.create(
            translation_key=world.pages[record["page"]].translation_key,
            agency=world.agencies[record["agency"]],
            since=min(began, at).date().replace(day=1),
            adapted=record["adapted"],
            result=record.get("result", ""),
            language=record["language"],
            contact=by,
            by=by,
            told_at=at if record.get("result") else None,
        )
        reuse.at = at
        reuse.save()
