"""Reports no longer say who looks at them: assignments do."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("communities", "0008_who_looks_at_what")]

    operations = [migrations.RemoveField(model_name="report", name="assigned_to")]
