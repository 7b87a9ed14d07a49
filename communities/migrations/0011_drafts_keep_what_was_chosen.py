from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0010_for_which_circle_comments_were_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="rest",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
