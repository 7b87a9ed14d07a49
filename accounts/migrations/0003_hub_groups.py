"""The groups that the hub keeps: signed-in agents and knowledge managers."""

from django.db import migrations

SIGNED_IN_AGENTS = "signed-in agents"
KNOWLEDGE_MANAGERS = "knowledge managers"
KEPT = ("theme", "tag", "profession")
ACTIONS = ("add", "change", "delete", "view")


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.get_or_create(name=SIGNED_IN_AGENTS)
    managers, _ = Group.objects.get_or_create(name=KNOWLEDGE_MANAGERS)
    managers.permissions.add(*permissions(apps))


def permissions(apps):
    """Django makes permissions after all migrations; here they are needed before."""
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    yield Permission.objects.get(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )
    for model in KEPT:
        content_type, _ = ContentType.objects.get_or_create(
            app_label="vocabulary", model=model
        )
        for action in ACTIONS:
            yield Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )[0]


def remove_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=(SIGNED_IN_AGENTS, KNOWLEDGE_MANAGERS)).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_agency_logo"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("vocabulary", "0001_initial"),
        # These let every group that may enter the admin choose all files.
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
