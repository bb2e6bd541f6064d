"""The outermost layer: which host names are answered, and the headers of every answer."""

from functools import cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core import i18n, logs

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; manifest-src 'self'; worker-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types htmx"
)
ALWAYS = (
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
)
REQUEST = b"x-request-id"
"""The name of the request, under which the log tells of it."""
HSTS = ("strict-transport-security", "max-age=31536000")


def always(*, secure: bool) -> tuple[tuple[str, str], ...]:
    """Return the headers of every answer that does not set them itself."""
    return (*ALWAYS, HSTS) if secure else ALWAYS


class Headers:
    """Pure ASGI: refuses foreign host names and adds the headers an answer does not set itself."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], secure: bool) -> None:
        self.app = app
        self.hosts = hosts
        self.always = [(k.encode(), v.encode()) for k, v in always(secure=secure)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        asked = logs.new_name()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"]  # of an answer that may be given again: not changed
                there = {name for name, _ in own}
                missing = [pair for pair in self.always if pair[0] not in there]
                message["headers"] = [*own, *missing, (REQUEST, asked.encode())]
            await send(message)

        if _host(scope) in self.hosts:
            await self.app(scope, receive, send_with_headers)
        else:
            await _refuse(send_with_headers)


def _host(scope: Scope) -> str:
    found = [value for name, value in scope["headers"] if name == b"host"]
    return found[0].decode("latin-1").lower() if len(found) == 1 else ""


@cache
def _refusal() -> bytes:
    """Return the refusal in every language: what a foreign request prefers is not read at all."""
    said = []
    for code in i18n.languages():
        with i18n.use_language(code):
            said.append(i18n.gettext("This host name is not served here."))
    return "\n".join(said).encode()


async def _refuse(send: Send) -> None:
    body = _refusal()
    kind = b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})
