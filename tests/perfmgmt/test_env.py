"""The environment's readers: each value in its type, each mistake named with its remedy."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from perfmgmt.env import Environment, read_file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("True", True),
        (" yes ", True),
        ("on", True),
        ("1", True),
        ("false", False),
        ("NO", False),
        ("off", False),
        ("0", False),
        ("", None),
        ("  ", None),
    ],
)
@pytest.mark.parametrize("default", [True, False])
def test_boolean_understood(text: str, expected: bool | None, default: bool) -> None:
    found = Environment({"HTTPS": text}).boolean("HTTPS", default=default)

    assert found is (default if expected is None else expected)


@pytest.mark.parametrize("text", ["maybe", "2", "truee", "tru e", "-1"])
def test_boolean_refused(text: str) -> None:
    message = f"^HTTPS is '{text}', which can't be read. Write true or false.$"

    with pytest.raises(ImproperlyConfigured, match=message):
        Environment({"HTTPS": text}).boolean("HTTPS", default=False)


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("65535", 65535), ("", 587)])
def test_integer_understood(text: str, expected: int) -> None:
    environment = Environment({"EMAIL_PORT": text})

    assert environment.integer("EMAIL_PORT", 587, low=1, high=65535) == expected


@pytest.mark.parametrize("text", ["0", "65536", "-1", "5.0", "many", "١٢", "1 2"])
def test_integer_refused(text: str) -> None:
    message = f"^EMAIL_PORT is '{text}', .* Write a whole number from 1 to 65535.$"

    with pytest.raises(ImproperlyConfigured, match=message):
        Environment({"EMAIL_PORT": text}).integer("EMAIL_PORT", 587, low=1, high=65535)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://scorecard.example", "https://scorecard.example"),
        ("https://Scorecard.example/", "https://scorecard.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("", "https://one.example"),
    ],
)
def test_site_understood(text: str, expected: str) -> None:
    assert Environment({"SITE_URL": text}).site("SITE_URL", "https://one.example") == expected


@pytest.mark.parametrize(
    "text",
    [
        "scorecard.example",
        "ftp://scorecard.example",
        "https://",
        "https:///returns",
        "https://scorecard.example/returns",
        "https://scorecard.example//",
        "https://scorecard.example?a=1",
        "https://scorecard.example#a",
        "https://name:password@scorecard.example",
        "https://score card.example",
        "https://scorecard.example:65536",
        "https://scorecard.example:0",
        "https://scorecard.example:port",
        "https://scörecard.example",
    ],
)
def test_site_refused(text: str) -> None:
    message = "^SITE_URL is .*, which can't be read. Write http or https and the site's name"

    with pytest.raises(ImproperlyConfigured, match=message):
        Environment({"SITE_URL": text}).site("SITE_URL", "https://one.example")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("one.example", ["one.example"]), ("a.b, c.d", ["a.b", "c.d"]), ("", ["localhost"])],
)
def test_names_understood(text: str, expected: list[str]) -> None:
    assert Environment({"HOSTS": text}).names("HOSTS", ["localhost"]) == expected


@pytest.mark.parametrize("text", ["a.b,", ",", "a.b c.d"])
def test_names_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^HOSTS is .* Write names with commas"):
        Environment({"HOSTS": text}).names("HOSTS", [])


def test_text_without_its_blanks() -> None:
    environment = Environment({"EMAIL_USER": " scorecard "})

    assert environment.text("EMAIL_USER", "") == "scorecard"
    assert environment.text("EMAIL_PASSWORD", "none") == "none"


@pytest.mark.parametrize("values", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "  "}])
def test_required_missing(values: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY is missing. Write something.$"):
        Environment(values).required("SECRET_KEY", what="Write something.")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/default.sqlite3"}),
        (
            "sqlite:////a/b.sqlite3",
            {"ENGINE": "django.db.backends.sqlite3", "NAME": "/a/b.sqlite3"},
        ),
        (
            "postgres://app:secret@db:5433/scorecard",
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "scorecard",
                "USER": "app",
                "PASSWORD": "secret",
                "HOST": "db",
                "PORT": 5433,
            },
        ),
    ],
)
def test_database_understood(address: str, expected: dict[str, Any]) -> None:
    environment = Environment({"DATABASE_URL": address})

    found = environment.database("DATABASE_URL", "sqlite:////default.sqlite3")

    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("address", ["mysql://a:secret@b/c", "db.sqlite3", "postgres:secret"])
def test_database_refused_without_its_password(address: str) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"^DATABASE_URL is .* Write postgres://"
    ) as raised:
        Environment({"DATABASE_URL": address}).database("DATABASE_URL", "sqlite://:memory:")

    assert "secret" not in str(raised.value)


def test_asked_names_are_remembered() -> None:
    environment = Environment({})

    environment.text("EMAIL_HOST", "")
    environment.boolean("DEBUG", default=False)

    assert environment.asked == {"EMAIL_HOST", "DEBUG"}


def test_file_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# what\n\nA=1\n B = two words \nC='quoted'\nD=\"a=b\"\nE=\nF='\n")

    expected = {"A": "1", "B": "two words", "C": "quoted", "D": "a=b", "E": "", "F": "'"}
    assert read_file(file) == expected


def test_file_absent(tmp_path: Path) -> None:
    assert read_file(tmp_path / ".env") == {}


@pytest.mark.parametrize("line", ["SECRET_KEY abc", "export A=abc", "=abc"])
def test_file_line_refused_without_its_value(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"A=1\n{line}\n")

    with pytest.raises(ImproperlyConfigured, match=r"^.env line 2 can't be read. Write") as raised:
        read_file(file)

    assert "abc" not in str(raised.value)
