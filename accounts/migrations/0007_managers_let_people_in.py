"""Knowledge managers invite people and decide on requests to join."""

from django.db import migrations

KNOWLEDGE_MANAGERS = "knowledge managers"
RIGHTS = (
    ("invitation", ("add", "change", "view")),
    ("joinrequest", ("change", "view")),
)


def give_rights(apps, schema_editor):
    managers = apps.get_model("auth", "Group").objects.get(name=KNOWLEDGE_MANAGERS)
    managers.permissions.add(*permissions(apps))


def take_rights(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.filter(name=KNOWLEDGE_MANAGERS)
    for managers in group:
        managers.permissions.remove(*permissions(apps))


def permissions(apps):
    """Django makes permissions after all migrations; here they are needed before."""
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for model, actions in RIGHTS:
        content_type, _ = ContentType.objects.get_or_create(
            app_label="accounts", model=model
        )
        name = apps.get_model("accounts", model)._meta.verbose_name
        for action in actions:
            yield Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_hub_groups"),
        ("accounts", "0006_remove_agency_email_domains"),
    ]

    operations = [migrations.RunPython(give_rights, take_rights)]
