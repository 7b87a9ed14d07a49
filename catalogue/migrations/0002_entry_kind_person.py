from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("case", "Case"),
                    ("guide", "Guide"),
                    ("collection", "Collection"),
                    ("agency", "Agency"),
                    ("person", "Person"),
                    ("page", "Page"),
                ],
                max_length=20,
            ),
        ),
    ]
