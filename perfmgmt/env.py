"""Reads settings from the environment and the .env file, and refuses what it can't understand."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")
DATABASES = ("sqlite", "postgres", "postgresql")
SITE = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]+)?/?")


class Environment:
    """Named values as text; each reader gives the value's own type or says how to mend it.

    An empty value counts as not given, since hosts and compose files pass empty ones on.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.asked: set[str] = set()

    def text(self, name: str, default: str) -> str:
        """The text without the blanks around it."""
        return self._given(name) or default

    def required(self, name: str, *, what: str) -> str:
        """The text; `what` tells the reader of the error what to write."""
        found = self._given(name)
        if not found:
            raise ImproperlyConfigured(f"{name} is missing. {what}")
        return found

    def boolean(self, name: str, *, default: bool) -> bool:
        """True or false in the words of TRUE and FALSE, in any case."""
        found = self._given(name)
        if not found:
            return default
        if found.lower() in TRUE:
            return True
        if found.lower() in FALSE:
            return False
        raise _wrong(name, found, "Write true or false.")

    def integer(self, name: str, default: int, *, low: int, high: int) -> int:
        """A whole number from low to high, both allowed."""
        found = self._given(name)
        if not found:
            return default
        if found.isascii() and found.isdigit() and low <= int(found) <= high:
            return int(found)
        raise _wrong(name, found, f"Write a whole number from {low} to {high}.")

    def names(self, name: str, default: list[str]) -> list[str]:
        """Names with commas between them, such as host names."""
        found = self._given(name)
        if not found:
            return default
        parts = [part.strip() for part in found.split(",")]
        if all(parts) and not any(" " in part for part in parts):
            return parts
        raise _wrong(name, found, "Write names with commas between them: one.example,two.example")

    def site(self, name: str, default: str) -> str:
        """The address of a site, https://scorecard.example, without a path or a last slash."""
        found = self._given(name) or default
        if SITE.fullmatch(found.lower()) and _has_a_port_that_exists(found):
            return found.lower().rstrip("/")
        remedy = "Write http or https and the site's name, without a path: https://one.example"
        raise _wrong(name, found, remedy)

    def database(self, name: str, default: str) -> dict[str, object]:
        """A database address as Django's DATABASES wants it."""
        found = self._given(name) or default
        scheme = found.partition("://")[0]
        if scheme in DATABASES and "://" in found:
            return dict(dj_database_url.parse(found, conn_max_age=60, conn_health_checks=True))
        # The address may hold a password, so the message shows its first word only.
        remedy = "Write postgres://name:password@host:5432/database or sqlite:////folder/file."
        raise _wrong(name, f"{scheme[:12]}…", remedy)

    def _given(self, name: str) -> str:
        self.asked.add(name)
        return self._values.get(name, "").strip()


def _has_a_port_that_exists(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _wrong(name: str, found: str, remedy: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {found!r}, which can't be read. {remedy}")


def read_file(path: Path) -> dict[str, str]:
    """NAME=value lines of an .env file; no file is no values.

    Blank lines and lines that begin with # are left out, quotes around a value are taken off.
    """
    if not path.is_file():
        return {}
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return dict(
        _read_line(line.strip(), f"{path.name} line {number}")
        for number, line in lines
        if line.strip() and not line.strip().startswith("#")
    )


def _read_line(line: str, where: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    name, value = name.strip(), value.strip()
    if not equals or not name.isidentifier():
        # The line may hold a secret, so the message doesn't show it.
        raise ImproperlyConfigured(f"{where} can't be read. Write NAME=value, or begin with #.")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return name, value
