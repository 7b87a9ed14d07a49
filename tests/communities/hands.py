"""Somebody without JavaScript and without a mouse: follows links, fills in forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

from accounts.models import User
from tests.communities.people import client_of

# What the browser gives the focus by itself.
PRESSED = ("button", "input", "select", "textarea", "summary")


@dataclass
class Form:
    """Where it goes, what it holds, what its buttons and fields are called."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    words: str = ""


class Page(HTMLParser):
    """The links and forms of a page, as they are in it without any script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._href, self._words = "", ""
        self._form: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads and what a form asks."""
        found = {name: value or "" for name, value in attrs}
        assert found.get("tabindex") != "-1" or tag not in PRESSED, found
        if tag == "a" and "href" in found:
            self._href, self._words = found["href"], found.get("aria-label", "")
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get"))
            self.forms.append(self._form)
        elif tag in PRESSED and self._form is not None and "name" in found:
            self._form.names.add(found["name"])
            kind = found.get("type", "text")
            is_set = kind in ("hidden", "text") or "checked" in found
            if tag == "input" and is_set:
                self._form.values[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A link and a form end."""
        if tag == "a" and self._href:
            self.links.append((self._href, " ".join(self._words.split())))
            self._href = ""
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        """The words of a link or a form."""
        if self._href:
            self._words += data
        if self._form is not None:
            self._form.words += data


class Hands:
    """A person before the hub: where they are, and what they press."""

    def __init__(self, user: User) -> None:
        self.client: Client = client_of(user)
        self.url, self.html = "", ""

    def go(self, url: str) -> None:
        """Open an address, and be led on."""
        self._arrive(self.client.get(url, follow=True), url)

    def press(self, words: str, inside: str = "") -> None:
        """Follow the first link with these words. inside: a part of its address."""
        found = [
            href
            for href, said in Page(self.html).links
            if words in said and inside in href
        ]
        assert found, f"No link “{words}” at {self.url}"
        self.go(urljoin(self.url, found[0]))

    def send(self, words: str, **typed: str) -> None:
        """Fill in the first form with these words that has all these fields."""
        fits = [
            form
            for form in Page(self.html).forms
            if words in form.words and typed.keys() <= form.names
        ]
        assert fits, f"No form “{words}” at {self.url}"
        form, here = fits[0], self.url.partition("#")[0]
        url = urljoin(here, form.action) if form.action else here
        assert form.method == "post"
        answer = self.client.post(url, {**form.values, **typed}, follow=True)
        self._arrive(answer, url)

    def sees(self, words: str) -> bool:
        """Whether the page says it."""
        text = re.sub(r"<[^>]+>", " ", self.html)
        return words in " ".join(text.split())

    def _arrive(self, answer: object, url: str) -> None:
        chain = getattr(answer, "redirect_chain", [])
        self.url = urljoin(url, chain[-1][0]) if chain else url
        status = getattr(answer, "status_code", 0)
        # A form that is shown again says what is wrong.
        assert status in (200, 422), f"{status} at {self.url}"
        self.html = getattr(answer, "content", b"").decode()
