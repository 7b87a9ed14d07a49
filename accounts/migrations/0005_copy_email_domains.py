"""The domains of agencies become rows, so that the database keeps each to one agency."""

from django.db import migrations


def to_rows(apps, schema_editor):
    Agency = apps.get_model("accounts", "Agency")
    EmailDomain = apps.get_model("accounts", "EmailDomain")
    for agency in Agency.objects.exclude(email_domains="").order_by("pk"):
        for name in agency.email_domains.split():
            EmailDomain.objects.get_or_create(name=name, defaults={"agency": agency})


def to_text(apps, schema_editor):
    EmailDomain = apps.get_model("accounts", "EmailDomain")
    for domain in EmailDomain.objects.select_related("agency").order_by("name"):
        agency = domain.agency
        agency.email_domains = f"{agency.email_domains}\n{domain.name}".strip()
        agency.save(update_fields=["email_domains"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_people_and_joining")]

    operations = [migrations.RunPython(to_rows, to_text)]
