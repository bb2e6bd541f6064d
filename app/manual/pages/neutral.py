"""Pages that are made when asked for, and are the same bytes for every reader of a language."""

from starlette.responses import Response

from app.core import i18n
from app.manual.shelf import HTML, encoding_for, etag_of, packed_as
from app.web.ask import Ask
from app.web.chrome import Chrome
from app.web.languages import tongues
from app.web.render import Page
from app.web.static import known

VARY = "Accept-Encoding, Accept-Language, Cookie"


def answer(ask: Ask, page: Page) -> Response:
    """Answer with a page that names nobody, under a strong ETag, or 304."""
    sent = ask.request.headers
    plain = ask.portal.renderer.page(page, _frame(ask, page.here)).encode()
    encoding = encoding_for(sent.get("accept-encoding", ""))
    headers = {"etag": etag_of(plain, encoding), "cache-control": "no-cache", "vary": VARY}
    if known(sent.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    if encoding != "identity":
        headers["content-encoding"] = encoding
    return Response(packed_as(encoding, plain), headers=headers, media_type=HTML)


def _frame(ask: Ask, here: str) -> Chrome:
    language, path = i18n.language(), ask.request.url.path
    settings = ask.portal.settings
    return Chrome(
        language=language,
        dir=i18n.direction(language),
        demo=settings.demo,
        state=ask.portal.state.now,
        path=path,
        here=here,
        neutral=True,
        languages=tongues(language, path),
        canonical=settings.base_url + path,
    )
