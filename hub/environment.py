"""What the operator sets by environment, read once and refused early when wrong."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ACCESS_LEVELS = ("open", "signed-in")


class SettingError(ImproperlyConfigured):
    """A setting is wrong; the message is one sentence that names it."""


@dataclass(frozen=True)
class Environment:
    """The settings an operator gives, checked."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    base_url: str
    database: dict[str, Any]
    elasticsearch_url: str
    elasticsearch_api_key: str
    elasticsearch_prefix: str
    trusted_proxies: int
    email: dict[str, Any]
    site_name: str
    contact_email: str
    access: str


def read(root: Path) -> Environment:
    """Read the environment; raise SettingError with one sentence when it is wrong."""
    env = Env()
    try:
        debug = env.bool("DEBUG", False)
        database = env.dj_db_url(
            "DATABASE_URL", f"sqlite:///{root / 'var' / 'hub.sqlite3'}"
        )
        checked = _database(dict(database))
        return Environment(
            debug=debug,
            secret_key=_secret_key(env, root),
            allowed_hosts=_hosts(env.list("ALLOWED_HOSTS", LOCAL_HOSTS)),
            base_url=_web_address(
                "BASE_URL", env.str("BASE_URL", "") or "http://127.0.0.1:8000"
            ),
            database=checked,
            elasticsearch_url=_with_port(
                "ELASTICSEARCH_URL", env.str("ELASTICSEARCH_URL", "")
            ),
            elasticsearch_api_key=env.str("ELASTICSEARCH_API_KEY", ""),
            elasticsearch_prefix=_prefix(env.str("ELASTICSEARCH_PREFIX", "hub")),
            trusted_proxies=_proxies(env.str("TRUSTED_PROXIES", "0")),
            email=_email(dict(env.dj_email_url("EMAIL_URL", "console:"))),
            site_name=env.str("SITE_NAME", "Practice Hub"),
            contact_email=_address(env.str("CONTACT_EMAIL", "")),
            access=_access(env.str("HUB_ACCESS", "") or "open"),
        )
    except (EnvError, ValueError) as error:
        raise SettingError(_sentence(error)) from error


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"A setting of the environment is wrong: {text}"


def _secret_key(env: Env, root: Path) -> str:
    given = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingError("SECRET_KEY is too short: give at least 32 characters.")
        return given
    embedded = env.str("DATABASE_URL", "sqlite:").startswith("sqlite:")
    if not embedded and not env.bool("DEBUG", False):
        raise SettingError(
            "SECRET_KEY is missing: give a random text of at least 32 characters."
        )
    return _local_secret(root / "var" / "secret_key")


def _local_secret(path: Path) -> str:
    """The key of an embedded installation, made once and kept beside its database."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _web_address(name: str, value: str) -> str:
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        # The port is no number, or too high a one.
        right = False
    if not right:
        raise SettingError(
            f"{name} is not a web address: write it like https://hub.example."
        )
    return value.rstrip("/")


def _with_port(name: str, value: str) -> str:
    """An address whose port is told: the client of Elasticsearch guesses none."""
    address = _web_address(name, value)
    if address and urlsplit(address).port is None:
        raise SettingError(f"{name} names no port: write it like http://host:9200.")
    return address


def _hosts(names: list[str]) -> list[str]:
    """Names of hosts; the hub would answer to nobody with anything else."""
    if not names or any("/" in name or not name.strip() for name in names):
        raise SettingError(
            "ALLOWED_HOSTS is not a list of host names: write it like hub.example,"
            "www.hub.example."
        )
    return [name.strip() for name in names]


def _email(config: dict[str, Any]) -> dict[str, Any]:
    if not config.get("EMAIL_BACKEND"):
        raise SettingError(
            "EMAIL_URL is not understood: write it like smtp://user:password@host:587."
        )
    return config


def _proxies(value: str) -> int:
    if len(value) != 1 or value not in "0123456789":
        raise SettingError(
            "TRUSTED_PROXIES is not a number from 0 to 9: say how many web servers"
            " stand before the hub."
        )
    return int(value)


def _access(value: str) -> str:
    if value not in ACCESS_LEVELS:
        raise SettingError(
            "HUB_ACCESS is neither open nor signed-in: say who may read the hub."
        )
    return value


def _address(value: str) -> str:
    """The address for questions about the hub; none is allowed."""
    try:
        if value:
            validate_email(value)
    except ValidationError as error:
        raise SettingError(
            "CONTACT_EMAIL is not an e-mail address: write it like hub@agency.example."
        ) from error
    return value


def _prefix(value: str) -> str:
    if not value.replace("-", "").isalnum() or value != value.lower():
        raise SettingError(
            "ELASTICSEARCH_PREFIX may hold small letters, digits and hyphens only."
        )
    return value


def _database(config: dict[str, Any]) -> dict[str, Any]:
    engine = config.get("ENGINE", "")
    if engine.endswith("sqlite3"):
        folder = Path(config.get("NAME") or "").parent
        if os.environ.get("DATABASE_URL") and not folder.is_dir():
            raise SettingError("DATABASE_URL names a folder that does not exist.")
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif not engine.endswith("postgresql"):
        raise SettingError("DATABASE_URL must name a sqlite or postgresql database.")
    else:
        config.setdefault("CONN_HEALTH_CHECKS", True)
        config.setdefault("CONN_MAX_AGE", 60)
    return config
