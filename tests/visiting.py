"""Visits the site as a browser does that runs no scripts: over HTTP, with cookies and forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = dict[str, list[str]]


@dataclass
class Form:
    """A form of a page: where it is sent, what stands in its boxes, its buttons."""

    action: str
    fields: Fields = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the forms of a page as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.form: Form | None = None
        self.name, self.text = "", ""
        self.select: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""))
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag == "input":
            self._input(self.form, given)
        elif tag == "button":
            self.form.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag == "textarea":
            self.name, self.text = given["name"], ""
        elif tag == "select":
            self.select = (given["name"], [])
        elif tag == "option" and self.select:
            self.select[1].append(given.get("value", "") if "selected" in given else "")

    def _input(self, form: Form, given: Mapping[str, str]) -> None:
        kind = given.get("type", "text")
        chosen = kind not in {"checkbox", "radio"} or "checked" in given
        if given.get("name") and chosen and kind not in {"submit", "file"}:
            form.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.name:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if self.form is None:
            return
        if tag == "textarea":
            self.form.fields[self.name] = [self.text.removeprefix("\n")]
            self.name = ""
        elif tag == "select" and self.select:
            name, options = self.select
            self.form.fields[name] = [next(filter(None, options), "")]
            self.select = None
        elif tag == "form":
            self.form = None


@dataclass(frozen=True)
class Page:
    """What came back: the address it came from, its status, its text."""

    url: str
    status: int
    html: str

    @property
    def words(self) -> str:
        """The main part's text on one line."""
        main = self.html.partition("<main")[2] or self.html
        bare = re.sub(r"<[^>]+>", " ", main.partition("</main>")[0].partition(">")[2])
        return re.sub(r"\s+", " ", unescape(bare)).strip()

    def forms(self) -> list[Form]:
        """Every form of the page's main part."""
        reader = _Forms()
        reader.feed(self.html.partition("<main")[2])
        return reader.found

    def form_with(self, name: str) -> Form:
        """The first form that has a box or button of this name."""
        for form in self.forms():
            if name in form.fields or name in {each for each, _ in form.buttons}:
                return form
        message = f"No form at {self.url} has {name}: {self.words[:500]}"
        raise AssertionError(message)


class Visitor:
    """One person at one browser."""

    def __init__(self, site: str, email: str, password: str) -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self.get("/accounts/login/")
        signed_in = self.send(page, "login", {"login": email, "password": password})
        assert "/accounts/login/" not in signed_in.url, signed_in.words

    def get(self, address: str) -> Page:
        """Open a page; redirects are followed."""
        return self._open(Request(urljoin(self.site, address)))  # noqa: S310 - our own server

    def send(
        self, page: Page, of: str, typed: Mapping[str, str | Iterable[str]], button: str = ""
    ) -> Page:
        """Type into the form that has the box `of`, and press a button by its value."""
        form = page.form_with(of)
        sent = form.fields | {
            name: [text] if isinstance(text, str) else list(text) for name, text in typed.items()
        }
        pressed = next(((name, value) for name, value in form.buttons if value == button), None)
        if pressed and pressed[0]:
            sent[pressed[0]] = [pressed[1]]
        url = urljoin(page.url, form.action or page.url)
        body = urlencode(sent, doseq=True).encode()
        return self._open(Request(url, data=body, headers={"Referer": page.url}))  # noqa: S310

    def _open(self, request: Request) -> Page:
        try:
            answer: HTTPResponse = self.opener.open(request, timeout=60)
        except HTTPError as refused:
            return Page(request.full_url, refused.code, refused.read().decode())
        with answer:
            return Page(answer.url, answer.status, answer.read().decode())
