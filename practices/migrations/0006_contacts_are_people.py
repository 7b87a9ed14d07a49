import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0005_text_of_documents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='casecontact',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent of the hub'),
        ),
        migrations.AlterField(
            model_name='casecontact',
            name='name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name, if not on the hub'),
        ),
        migrations.AlterField(
            model_name='casecontact',
            name='role',
            field=models.CharField(blank=True, max_length=120, verbose_name='function, if not on the hub'),
        ),
    ]
