"""Offers to own a community, joining by domain, and the language of an invitation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0002_secrets_of_follows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="by_domain",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="offer",
            field=models.CharField(
                blank=True,
                choices=[("too", "Owner too"), ("instead", "Owner in my place")],
                default="",
                editable=False,
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="offered_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="communityinvitation",
            name="language",
            field=models.CharField(default="en", editable=False, max_length=5),
        ),
    ]
