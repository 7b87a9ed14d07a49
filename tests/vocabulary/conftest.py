"""Words and a knowledge manager for the tests of the vocabulary."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import create_user, knowledge_managers
from vocabulary.models import Tag


@pytest.fixture
def letters(db: None) -> Tag:
    """An accepted tag with labels in two languages and a synonym."""
    return Tag.objects.create(
        name="letters",
        label_en="letters",
        label_fr="courriers",
        synonyms="correspondence",
        state=Tag.State.ACCEPTED,
    )


@pytest.fixture
def manager(db: None) -> User:
    """Somebody who keeps the vocabulary and nothing else."""
    user = create_user("hanneke@wilgendam.example")
    user.groups.add(knowledge_managers())
    return user


@pytest.fixture
def manager_client(manager: User) -> Client:
    """A browser in which the knowledge manager is signed in."""
    client = Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return client
