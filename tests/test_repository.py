"""Keeps the repository honest: what it says exists does, what it must not hold it doesn't."""

import csv
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from perfmgmt.settings import env

ROOT = Path(__file__).resolve().parents[1]
LOCKS = [
    "package-lock.json",
    "requirements/run.txt",
    "requirements/dev.txt",
    "requirements/node.txt",
]
# A line longer than this was written by a program that packs others' code.
LONGEST_LINE = 2000


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked() -> list[str]:
    """The files that git knows or would add."""
    git = shutil.which("git")
    assert git, "git is needed to list the repository's files"
    listing = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_readme_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", read("README.md")))

    assert {"run", "test", "check"} <= named
    assert named <= targets


def test_readme_links_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read("README.md"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_env_example_names_each_setting() -> None:
    named = re.findall(r"^([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)

    assert sorted(named) == sorted(env.asked)


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*.json")), ids=lambda p: p.name)
def test_fixture_json_loads(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*.csv")), ids=lambda p: p.name)
def test_fixture_csv_loads(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert [row for row in rows if None in row or None in row.values()] == []


@pytest.mark.parametrize("path", LOCKS)
def test_lock_holds_hashes_and_no_addresses(path: str) -> None:
    text = read(path)

    assert "sha512-" in text or "--hash=sha256:" in text
    assert (
        re.findall(r'"resolved"|https?://[^"\s]*(?:registry|pypi|\.tgz|\.whl)|--index-url', text)
        == []
    )


def test_nothing_packed_is_tracked() -> None:
    code = [name for name in tracked() if name.endswith((".js", ".mjs", ".css", ".scss"))]

    assert [name for name in tracked() if ".min." in Path(name).name] == []
    assert [
        name for name in code if len(max(read(name).splitlines(), key=len)) > LONGEST_LINE
    ] == []


def test_requirements_have_a_range_and_a_reason() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    lines = dict(re.findall(r'^  "([^"]+)",\s*#\s*(\S.*)$', read("pyproject.toml"), re.MULTILINE))

    assert [name for group in groups for name in group if name not in lines] == []


def test_two_locks_agree() -> None:
    """What serves the site is what was tested."""
    pins = {
        path: set(re.findall(r"^(\S+==\S+)", read(f"requirements/{path}"), re.MULTILINE))
        for path in ("run.txt", "dev.txt")
    }

    assert pins["run.txt"] - pins["dev.txt"] == set()
