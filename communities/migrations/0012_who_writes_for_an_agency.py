from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0011_drafts_keep_what_was_chosen"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "permissions": [
                    ("speak_for_agency", "Can write in the name of the own agency")
                ],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
    ]
