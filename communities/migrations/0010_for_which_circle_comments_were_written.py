import django.db.models.deletion
from django.db import migrations, models


def say_for_whom(apps, schema_editor):
    """What is said on a page of a library was written for those who read the page."""
    thread = apps.get_model("communities", "Thread")
    communities = apps.get_model("communities", "CommunityPage")
    for community in communities.objects.all():
        below = thread.objects.filter(page__path__startswith=community.path)
        below.update(circle=community, readers="everyone")


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0009_reports_have_no_keeper"),
    ]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="circle",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="communities.communitypage",
            ),
        ),
        migrations.RunPython(say_for_whom, migrations.RunPython.noop),
    ]
