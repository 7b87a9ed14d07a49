import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_copy_email_domains'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='agency',
            name='email_domains',
        ),
        migrations.AlterField(
            model_name='emaildomain',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='email_domains', to='accounts.agency', verbose_name='agency'),
        ),
    ]
