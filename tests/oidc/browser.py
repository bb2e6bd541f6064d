"""The browser of a sign-in, as far as the client sees it."""

from urllib.parse import parse_qsl, urlsplit

import httpx2

from tests.oidc.hostile_provider import CALLBACK


async def browse(address: str) -> list[tuple[str, str]]:
    """Go where the portal sends the browser; return the query it comes back with."""
    async with httpx2.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(address)
    back = answer.headers["location"]
    assert back.startswith(f"{CALLBACK}?")
    return parse_qsl(urlsplit(back).query, keep_blank_values=True)
