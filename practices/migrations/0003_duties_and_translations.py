import django.db.models.deletion
import modelcluster.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_people_and_joining'),
        ('practices', '0002_stock_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='casepage',
            name='addressed',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='accounts.agency', verbose_name='addressed agencies'),
        ),
        migrations.AddField(
            model_name='casepage',
            name='deadline',
            field=models.DateField(blank=True, null=True, verbose_name='to be done by'),
        ),
        migrations.AddField(
            model_name='casepage',
            name='importance_reason',
            field=models.CharField(blank=True, max_length=255, verbose_name='why it must be done'),
        ),
        migrations.AddField(
            model_name='collectionpage',
            name='addressed',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='accounts.agency', verbose_name='addressed agencies'),
        ),
        migrations.AddField(
            model_name='collectionpage',
            name='deadline',
            field=models.DateField(blank=True, null=True, verbose_name='to be done by'),
        ),
        migrations.AddField(
            model_name='collectionpage',
            name='importance_reason',
            field=models.CharField(blank=True, max_length=255, verbose_name='why it must be done'),
        ),
        migrations.AddField(
            model_name='guidepage',
            name='addressed',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='accounts.agency', verbose_name='addressed agencies'),
        ),
        migrations.AddField(
            model_name='guidepage',
            name='deadline',
            field=models.DateField(blank=True, null=True, verbose_name='to be done by'),
        ),
        migrations.AddField(
            model_name='guidepage',
            name='importance_reason',
            field=models.CharField(blank=True, max_length=255, verbose_name='why it must be done'),
        ),
        migrations.CreateModel(
            name='ImportanceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.SmallIntegerField(choices=[(0, 'Normal'), (1, 'Worth reading'), (2, 'Must read'), (3, 'Must do')], verbose_name='before')),
                ('after', models.SmallIntegerField(choices=[(0, 'Normal'), (1, 'Worth reading'), (2, 'Must read'), (3, 'Must do')], verbose_name='after')),
                ('reason', models.CharField(max_length=255, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='changed on')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='importance_changes', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'change of importance',
                'verbose_name_plural': 'changes of importance',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TranslationLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='follows the original of')),
                ('original', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translation_links', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='original')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation_link', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'link to an original',
                'verbose_name_plural': 'links to originals',
            },
        ),
        migrations.CreateModel(
            name='Done',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='marked on')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.agency', verbose_name='agency')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='marked by')),
            ],
            options={
                'verbose_name': 'done for an agency',
                'verbose_name_plural': 'done for agencies',
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'agency'), name='practices_done_once_per_agency')],
            },
        ),
    ]
