"""The settings as a whole, read in a process of its own for each environment."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y" * 20
PRODUCTION = {
    "SECRET_KEY": KEY,
    "DEBUG": "false",
    "DEMO": "false",
    "HTTPS": "",
    "PROXY": "",
    "ALLOWED_HOSTS": "scorecard.example",
    "EMAIL_HOST": "mail.example",
    "DATABASE_URL": "",
    "SITE_URL": "",
}
DEMO = {**PRODUCTION, "DEMO": "true", "ALLOWED_HOSTS": "", "EMAIL_HOST": ""}
SHOW = "import json, perfmgmt.settings as s; print(json.dumps(vars(s), default=str))"


def read(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import the settings with these variables over the machine's own."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-c", SHOW]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT
    )


def settings(environment: dict[str, str]) -> dict[str, Any]:
    answer = read(environment)
    assert answer.stderr == ""
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def refusal(environment: dict[str, str]) -> str:
    """The last line of what is said when the settings can't be read."""
    answer = read(environment)
    assert answer.returncode == 1
    return answer.stderr.splitlines()[-1].partition(": ")[2]


def test_production_is_closed() -> None:
    found = settings(PRODUCTION)

    expected = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["scorecard.example"],
        "BUSINESS_TODAY": None,
        "DEMO_PASSWORD": None,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_PROXY_SSL_HEADER": None,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_AGE": 1800,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "USE_THOUSAND_SEPARATOR": False,
    }
    assert {key: found[key] for key in expected} == expected


def test_demo_fixes_the_day_and_answers_on_this_machine_only() -> None:
    found = settings(DEMO)

    assert found["BUSINESS_TODAY"] == "2018-01-15"
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", "testserver"]
    assert found["SECURE_SSL_REDIRECT"] is False


def test_proxy_is_trusted_only_when_told() -> None:
    found = settings({**PRODUCTION, "PROXY": "true"})

    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (PRODUCTION, "https://scorecard.example"),
        ({**PRODUCTION, "ALLOWED_HOSTS": ".council.example,b.example"}, "https://council.example"),
        ({**PRODUCTION, "HTTPS": "false"}, "http://scorecard.example"),
        (
            {
                **PRODUCTION,
                "ALLOWED_HOSTS": "10.0.0.5,.council.example",
                "SITE_URL": "https://performance.council.example:8443/",
            },
            "https://performance.council.example:8443",
        ),
        (DEMO, "http://127.0.0.1:8000"),
        ({**DEMO, "ALLOWED_HOSTS": "localhost"}, "http://127.0.0.1:8000"),
        ({**DEMO, "SITE_URL": "http://localhost:8080"}, "http://localhost:8080"),
        ({**DEMO, "DEMO": "false", "DEBUG": "true"}, "http://127.0.0.1:8000"),
    ],
)
def test_links_in_emails_lead_to_the_site(environment: dict[str, str], expected: str) -> None:
    assert settings(environment)["SITE_URL"] == expected


@pytest.mark.parametrize(
    ("changed", "beginning"),
    [
        ({"HTTPS": "true"}, "DEMO is true and so is HTTPS."),
        (
            {"ALLOWED_HOSTS": "localhost,scorecard.example"},
            "DEMO is true and ALLOWED_HOSTS is localhost,scorecard.example.",
        ),
        ({"ALLOWED_HOSTS": "*"}, "DEMO is true and ALLOWED_HOSTS is *."),
    ],
)
def test_demo_refuses_production_settings(changed: dict[str, str], beginning: str) -> None:
    assert refusal({**DEMO, **changed}).startswith(beginning)


@pytest.mark.parametrize(
    ("changed", "beginning"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing."),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY has 49 characters."),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is missing."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing."),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *."),
        ({"SITE_URL": "http://scorecard.example"}, "SITE_URL is http://scorecard.example and"),
        (
            {"SITE_URL": "https://other.example"},
            "SITE_URL is https://other.example, a name that ALLOWED_HOSTS lacks",
        ),
        ({"SITE_URL": "scorecard.example"}, "SITE_URL is 'scorecard.example', which can't"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps', which can't be read."),
        ({"DATABASE_URL": "oracle://x"}, "DATABASE_URL is 'oracle…', which can't be read."),
    ],
)
def test_production_refuses(changed: dict[str, str], beginning: str) -> None:
    assert refusal({**PRODUCTION, **changed}).startswith(beginning)
