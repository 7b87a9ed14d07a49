"""Themes and agencies of profiles become follows: one place for all that is followed."""

from django.db import migrations

RELATIONS = (("theme", "themes"), ("agency", "agencies"))


def follow(apps, schema_editor):
    Profile = apps.get_model("accounts", "Profile")
    Follow = apps.get_model("communities", "Follow")
    for kind, relation in RELATIONS:
        rows = Profile.objects.exclude(**{relation: None})
        pairs = rows.values_list("user", f"{relation}__slug").distinct()
        Follow.objects.bulk_create(
            (
                Follow(by_id=user, key=f"{kind}:{slug}", rhythm="weekly")
                for user, slug in pairs
                if slug
            ),
            ignore_conflicts=True,
            batch_size=500,
        )


def name_in_profiles(apps, schema_editor):
    Profile = apps.get_model("accounts", "Profile")
    Follow = apps.get_model("communities", "Follow")
    for kind, relation in RELATIONS:
        model = Profile._meta.get_field(relation).related_model
        for row in Follow.objects.filter(key__startswith=f"{kind}:"):
            found = model.objects.filter(slug=row.key.partition(":")[2]).first()
            if found:
                profile, _made = Profile.objects.get_or_create(user_id=row.by_id)
                getattr(profile, relation).add(found)
    Follow.objects.filter(key__regex="^(theme|agency):").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_ready_made_replies"),
        ("accounts", "0008_show_accepted_answers"),
    ]
    run_before = [("accounts", "0009_follows_stand_elsewhere")]

    operations = [migrations.RunPython(follow, name_in_profiles)]
