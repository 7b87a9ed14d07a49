"""What people follow is kept by communities, where everything else is followed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_show_accepted_answers")]

    operations = [
        migrations.RemoveField(model_name="profile", name="themes"),
        migrations.RemoveField(model_name="profile", name="agencies"),
    ]
