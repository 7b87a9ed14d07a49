"""Links in mails that end them, the language of mails, and mails that are stopped."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_communities")]

    operations = [
        migrations.AddField(
            model_name="follow",
            name="secret",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="mailchoice",
            name="secret",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="mailchoice",
            name="language",
            field=models.CharField(
                blank=True, max_length=10, verbose_name="language of mails"
            ),
        ),
        migrations.AddField(
            model_name="mailchoice",
            name="stopped_at",
            field=models.DateTimeField(null=True),
        ),
    ]
