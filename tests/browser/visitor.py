"""A person at a browser of their own, who notices everything the browser complains about."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

WAIT = 15_000
expect.set_options(timeout=WAIT)


def context_of(
    browser: Browser,
    *,
    script: bool = True,
    width: int = 1280,
    height: int = 900,
    locale: str = "en",
    **options: Any,
) -> BrowserContext:
    """Return a fresh browser profile."""
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": width, "height": height},
        locale=locale,
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(WAIT)
    return context


class Visitor:
    """Opens pages, fills forms, presses buttons; works the same with and without JavaScript."""

    def __init__(self, context: BrowserContext, base: str, *, script: bool = True) -> None:
        self.context = context
        self.base = base
        self.script = script
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    # moving about ------------------------------------------------------------------------------

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.base + path)
        return self.page

    def back_to(self, path: str) -> None:
        """Go back in the browser's own history to the entry made for a path.

        Counting steps would hang on how the browser keeps pages that only lead on: one that
        has finished loading is an entry of its own, one that has not is replaced.
        """
        self.page.wait_for_load_state()
        browser = self.context.new_cdp_session(self.page)
        entries = browser.send("Page.getNavigationHistory")["entries"]
        entry = next(one for one in reversed(entries) if one["url"] == self.base + path)
        browser.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
        browser.detach()

    def sign_in(self, persona: str) -> Page:
        """Sign in as one of the demonstration's persons."""
        self.go("/sign-in")
        self.page.locator("form[action='/sign-in'] button").click()
        self.page.locator(f"[data-persona={persona}]").click()
        self.page.wait_for_url(
            re.compile(re.escape(self.base) + r"/(?!sign-in$|sign-in\?|demo-provider)")
        )
        return self.page

    @property
    def path(self) -> str:
        """Path and query of the page that is shown."""
        return self.page.url.removeprefix(self.base)

    def follow(self, words: str, *, within: str = "main") -> None:
        """Follow the first link with these words."""
        self.page.locator(within).get_by_role("link", name=words).first.click()

    # forms -------------------------------------------------------------------------------------

    def fill(self, **typed: str) -> None:
        """Type into the fields of the main part, by name."""
        for name, text in typed.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def tick(self, name: str, *values: str) -> None:
        """Choose boxes or a radio button by name and value, opening what is folded."""
        for value in values:
            box = self.page.locator(f"[name={name}][value='{value}']")
            folded = self.page.locator("main details:not([open])", has=box)
            if folded.count():
                folded.locator("summary").click()
            box.check()

    def add_reader(self, token: str, *, by_button: bool = True) -> None:
        """Pick a set of readers from its list, and add it to those chosen."""
        picked = self.page.locator(f"select[name=add]:has(option[value='{token}'])")
        picked.select_option(token)
        if by_button:
            self.press("button[value=more]", f"[name=readers][value='{token}']")

    def typed(self, *names: str) -> dict[str, str]:
        """Return what stands in fields."""
        return {n: self.page.locator(f"main [name={n}]").input_value() for n in names}

    def sent_as(self, form: str) -> dict[str, str]:
        """Return what a form would send now."""
        sent: dict[str, str] = self.page.locator(form).first.evaluate(
            "form => Object.fromEntries(new FormData(form))"
        )
        return sent

    def press(self, button: str, then: str) -> None:
        """Press the button at a selector and wait until ``then`` is to be seen."""
        self.page.locator(button).first.click()
        self.sees(then)

    def sees(self, selector: str) -> Locator:
        """Wait for something to be seen."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        return found

    def read(self, selector: str) -> list[str]:
        """Return what eyes read in each element found: without words that are only spoken."""
        found: list[str] = self.page.locator(selector).evaluate_all(
            "all => all.map(one => { const copy = one.cloneNode(true);"
            " copy.querySelectorAll('.vh').forEach(v => v.remove());"
            " return copy.textContent.trim(); })"
        )
        return found

    # answers -----------------------------------------------------------------------------------

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Expect the browser's own note that an answer came with this status, once or more."""
        before = list(self.complaints)
        self.complaints.clear()
        yield
        said = f"the server responded with a status of {status} "
        refusals = [line for line in self.complaints if said in line]
        others = [line for line in self.complaints if said not in line]
        self.complaints[:] = before + others
        assert refusals, f"no answer with status {status}; shown: {self.page.url}"

    def not_found(self, path: str) -> None:
        """Open an address that does not exist for this person."""
        with self.refused(404):
            answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == 404, (path, answer.status)

    def api(self, path: str) -> Any:
        """Ask the API with this person's session; return the status, or the JSON of a 200."""
        answer = self.context.request.get(self.base + path)
        return answer.json() if answer.status == 200 else answer.status
