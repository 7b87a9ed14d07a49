"""FTS5 on SQLite or a tsvector on PostgreSQL beside the texts of entries."""

from django.db import migrations

from search.engines.database import schema


def create(apps, schema_editor):
    schema.create(schema_editor.connection)


def drop(apps, schema_editor):
    schema.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
