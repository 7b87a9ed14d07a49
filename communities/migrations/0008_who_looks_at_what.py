"""Who looks at what waits: of reports, and from now on of everything in the queue."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_over(apps, schema_editor):
    """Who had an open report has the comment."""
    Report = apps.get_model("communities", "Report")
    Assignment = apps.get_model("communities", "Assignment")
    rows = Report.objects.filter(closed_at=None).exclude(assigned_to=None)
    for row in rows.order_by("pk"):
        Assignment.objects.update_or_create(
            comment_id=row.comment_id, defaults={"to_id": row.assigned_to_id}
        )


def give_back(apps, schema_editor):
    """Who has a comment has its open reports."""
    Report = apps.get_model("communities", "Report")
    Assignment = apps.get_model("communities", "Assignment")
    for row in Assignment.objects.exclude(comment=None):
        Report.objects.filter(comment_id=row.comment_id, closed_at=None).update(
            assigned_to_id=row.to_id
        )


def one_of(name):
    """That this thing is assigned, and none of the others."""
    return models.Q(
        **{
            f"{each}__isnull" if each == name else each: False if each == name else None
            for each in ("appeal", "comment", "membership")
        }
    )


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0007_for_whom_comments_were_written"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True)),
                *(
                    (
                        name,
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="assignment",
                            to=f"communities.{name}",
                        ),
                    )
                    for name in ("appeal", "comment", "membership")
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "constraints": [
                    models.CheckConstraint(
                        condition=one_of("comment")
                        | one_of("appeal")
                        | one_of("membership"),
                        name="communities_assignment_one_thing",
                    )
                ],
            },
        ),
        migrations.RunPython(take_over, give_back),
    ]
