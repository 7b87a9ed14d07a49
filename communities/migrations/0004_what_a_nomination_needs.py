import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_offers_and_domains")]

    operations = [
        migrations.AddField(
            model_name="nomination",
            name="names_community",
            field=models.BooleanField(
                default=False, verbose_name="the portal names the community"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("thread",),
                name="communities_nomination_once_thread",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("page",),
                name="communities_nomination_once_page",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="comment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="communities.comment",
            ),
        ),
    ]
