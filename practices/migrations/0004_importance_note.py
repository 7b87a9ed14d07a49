from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0003_duties_and_translations'),
    ]

    operations = [
        migrations.AddField(
            model_name='casepage',
            name='importance_note',
            field=models.CharField(blank=True, max_length=255, verbose_name='why the importance changes'),
        ),
        migrations.AddField(
            model_name='collectionpage',
            name='importance_note',
            field=models.CharField(blank=True, max_length=255, verbose_name='why the importance changes'),
        ),
        migrations.AddField(
            model_name='guidepage',
            name='importance_note',
            field=models.CharField(blank=True, max_length=255, verbose_name='why the importance changes'),
        ),
    ]
