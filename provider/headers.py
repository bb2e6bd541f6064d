"""The headers that every answer carries, whatever it is."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(form_action: str = "'none'", *, script: bool = False) -> str:
    """Return the content security policy of a page whose forms may go to ``form_action``.

    ``script`` lets it load the provider's own script, where it has one.
    """
    scripts = "script-src 'self'; " if script else ""
    return (
        f"default-src 'none'; style-src 'self'; {scripts}base-uri 'none'; frame-ancestors 'none'; "
        f"require-trusted-types-for 'script'; trusted-types 'none'; form-action {form_action}"
    )


def secure(headers: MutableHeaders) -> None:
    """Add what is not there yet: an answer may have a referrer or form rule of its own."""
    headers["Cache-Control"] = HEADERS["Cache-Control"]
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", policy())


class SecureHeaders:
    """ASGI layer that lets no answer out without its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and complete the start of its answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                secure(headers)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, complete)
