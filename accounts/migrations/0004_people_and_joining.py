import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_hub_groups'),
        ('vocabulary', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='function',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vocabulary.profession', verbose_name='function'),
        ),
        migrations.AddField(
            model_name='user',
            name='joined_agency_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='in the agency since'),
        ),
        migrations.AddField(
            model_name='user',
            name='notices_seen_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='welcomed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='AskMeAbout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=80, verbose_name='subject')),
                ('note', models.CharField(blank=True, max_length=160, verbose_name='in a few words')),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ask me about',
                'verbose_name_plural': 'ask me about',
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EmailDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=253, unique=True, verbose_name='domain')),
                ('confirmed_at', models.DateTimeField(auto_now_add=True, verbose_name='confirmed on')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmed_domains', to='accounts.agency', verbose_name='agency')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
            ],
            options={
                'verbose_name': 'e-mail domain',
                'verbose_name_plural': 'e-mail domains',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('town', models.CharField(blank=True, max_length=80, verbose_name='where you work')),
                ('reach', models.CharField(blank=True, help_text='For instance: Monday to Thursday.', max_length=80, verbose_name='when you can be reached')),
                ('photo', models.ImageField(blank=True, upload_to='people', verbose_name='photo')),
                ('shows_photo', models.BooleanField(default=False, verbose_name='show my photo')),
                ('shows_town', models.BooleanField(default=False, verbose_name='show where and when I can be reached')),
                ('shows_languages', models.BooleanField(default=False, verbose_name='show my languages')),
                ('shows_expertise', models.BooleanField(default=False, verbose_name='show my expertise')),
                ('shows_questions', models.BooleanField(default=False, verbose_name='show what people may ask me about')),
                ('shows_contributions', models.BooleanField(default=False, verbose_name='show the pages I keep')),
                ('agencies', models.ManyToManyField(blank=True, related_name='+', to='accounts.agency', verbose_name='agencies you follow')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='vocabulary.theme', verbose_name='themes you follow')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile_card', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'profile',
                'verbose_name_plural': 'profiles',
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('kind', models.CharField(choices=[('domain', 'Address of an agency'), ('request', 'Address of an unknown domain'), ('known', 'Address that has an account'), ('invited', 'Invited'), ('accepted', 'Request accepted')], max_length=10, verbose_name='kind')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('is_guest', models.BooleanField(default=False, verbose_name='guest')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='language of the mail')),
                ('token_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent on')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used on')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn on')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.agency', verbose_name='agency')),
                ('function', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vocabulary.profession', verbose_name='function')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['email'], name='accounts_invitation_email')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('token_hash', ''), _negated=True), fields=('token_hash',), name='accounts_invitation_one_per_token')],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('first_name', models.CharField(max_length=80, verbose_name='first name')),
                ('last_name', models.CharField(max_length=80, verbose_name='last name')),
                ('agency_name', models.CharField(blank=True, max_length=200, verbose_name='name of the organisation')),
                ('message', models.TextField(blank=True, max_length=1000, verbose_name='why you want to join')),
                ('language', models.CharField(default='en', editable=False, max_length=5)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='waiting', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided on')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='asked on')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.agency', verbose_name='agency')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('function', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vocabulary.profession', verbose_name='function')),
            ],
            options={
                'verbose_name': 'request to join',
                'verbose_name_plural': 'requests to join',
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('state', 'waiting')), name='accounts_joinrequest_one_waiting')],
            },
        ),
    ]
