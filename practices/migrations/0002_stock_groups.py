"""Take away Wagtail's own groups: nobody but administrators has rights above a section."""

from django.db import migrations

GROUPS = ("Editors", "Moderators")


def remove_stock_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Task = apps.get_model("wagtailcore", "Task")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    # Only what nobody has taken into use.
    Group.objects.filter(name__in=GROUPS, user=None).delete()
    unused = Workflow.objects.filter(name="Moderators approval", workflow_states=None)
    tasks = WorkflowTask.objects.filter(workflow__in=unused)
    numbers = list(tasks.values_list("task", flat=True))
    tasks.delete()
    unused.delete()
    Task.objects.filter(pk__in=numbers, task_states=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_initial"),
        ("accounts", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(remove_stock_groups, migrations.RunPython.noop)]
