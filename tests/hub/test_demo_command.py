"""When the demo is loaded, and when not."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Agency
from hub.demo import loader, people
from vocabulary.models import Tag


def test_the_password_is_new_for_each_hub_and_readable_by_its_owner_only(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    assert people.password(first) == people.password(first) != people.password(second)
    assert (first / "demo_password").stat().st_mode & 0o077 == 0


def test_it_is_refused_without_debug(db, settings):
    settings.DEBUG = False
    for arguments in ([], ["--remove"]):
        with pytest.raises(CommandError, match="DEBUG=1"):
            call_command("load_demo", *arguments)
    assert not loader.is_loaded()


def test_a_failure_leaves_nothing_behind(db, monkeypatch):
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(loader, "make_pages", fail)
    with pytest.raises(RuntimeError):
        loader.load("secret")
    assert not Agency.objects.exists()
    assert not loader.is_loaded()


def test_words_that_the_hub_already_has_are_used_as_they_are(db):
    own = Tag.objects.create(name="Text messages", label_fr="Textos")
    made = people.make_tags()
    assert made["text-messages"] == own
    own.refresh_from_db()
    assert (own.label_fr, own.state) == ("Textos", Tag.State.PROPOSED)
    assert Tag.objects.count() == len(made)
