"""One home page as the root of the site, and a locale for each language."""

from django.db import migrations

LANGUAGES = ("en", "fr", "nl", "de")


def make_home(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("hub", "HomePage")
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    if HomePage.objects.exists():
        return
    # Wagtail's first migration leaves a page of welcome at this path.
    Page.objects.filter(path="00010001").delete()
    content_type, _ = ContentType.objects.get_or_create(
        model="homepage", app_label="hub"
    )
    home = HomePage.objects.create(
        title="Practice Hub",
        draft_title="Practice Hub",
        slug="home",
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        content_type=content_type,
        locale=Locale.objects.get(language_code="en"),
    )
    Page.objects.filter(path="0001").update(numchild=1)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost",
        site_name="Practice Hub",
        root_page_id=home.pk,
        is_default_site=True,
    )


def remove_home(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("hub", "HomePage").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(path="0001").update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("hub", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(make_home, remove_home)]
