"""Reads a page as somebody would: its words, its links, what stands in its boxes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, TypeAlias

from django.test import Client

from organisation.models import Person

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Page: TypeAlias = "_MonkeyPatchedWSGIResponse"


def signed_in(person: Person, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(person)
    return client


class Words(HTMLParser):
    """The text of the page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.inside += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def words(response: Page) -> str:
    """What the main part of a page says, on one line."""
    reader = Words()
    content = response.content.decode()
    reader.feed(content if "<main" in content else f"<main>{content}</main>")
    return re.sub(r"\s+", " ", " ".join(reader.found)).strip()


def box(response: Page, name: str) -> str:
    """What stands in an input of the page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""
