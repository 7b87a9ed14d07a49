from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_managers_let_people_in")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="shows_answers",
            field=models.BooleanField(
                default=False,
                verbose_name="show on what I gave answers that were accepted",
            ),
        ),
    ]
