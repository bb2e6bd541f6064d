"""Renders pages in the visitor's language, under whatever path the provider is mounted."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from provider.config import origin
from provider.headers import policy
from provider.words import choose_language, words_in

_TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """What both faces need of pages: a frame, words, and one sentence when that is all."""

    def __init__(self, title: str, words: Mapping[str, str], *folders: Path) -> None:
        self._title, self._words = title, words
        folder = FileSystemLoader([*folders, _TEMPLATES])
        self._templates = Environment(
            loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def sentence(
        self, request: HTTPConnection, title: str, body: str, status: int = 200
    ) -> HTMLResponse:
        """Return a page of one title and one sentence, both named by their keys."""
        page = self.render(request, "sentence.html", heading=title, body=body)
        page.status_code = status
        return page

    def render(self, request: HTTPConnection, template: str, **context: object) -> HTMLResponse:
        """Return a page in the language of the request."""
        language = language_of(request)
        html = self._templates.get_template(template).render(
            **context,
            provider=self._title,
            language=language,
            words=words_in(language, self._words),
            root=request.scope.get("root_path", ""),
        )
        return HTMLResponse(html, headers={"Content-Language": language})


def leads_to(page: HTMLResponse, *addresses: str, script: bool = False) -> HTMLResponse:
    """Let the forms of a page go to our own address and lead on to ``addresses``."""
    targets = " ".join(["'self'", *map(origin, addresses)])
    page.headers["Content-Security-Policy"] = policy(targets, script=script)
    page.headers["Referrer-Policy"] = "same-origin"  # no-referrer would make Origin "null"
    return page


def language_of(request: HTTPConnection) -> str:
    """Return the language in which to answer this request."""
    return choose_language(
        request.query_params.get("ui_locales", ""), request.headers.get("accept-language", "")
    )
