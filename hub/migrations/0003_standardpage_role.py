from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hub', '0002_home_and_locales'),
    ]

    operations = [
        migrations.AddField(
            model_name='standardpage',
            name='role',
            field=models.CharField(blank=True, choices=[('rules', 'Rules of use'), ('privacy', 'Privacy'), ('accessibility', 'Accessibility'), ('contact', 'Contact')], help_text='The hub links these pages by itself, also for people outside.', max_length=20, verbose_name='what the page is for'),
        ),
    ]
