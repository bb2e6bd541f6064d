"""Links as cells and lines: safe markup for components that take words or markup."""

from urllib.parse import urlsplit

from markupsafe import Markup


def anchor(href: str, words: str) -> Markup:
    """Return a link; both parts are escaped."""
    return Markup('<a href="{}">{}</a>').format(href, words)


def host(url: str) -> str:
    """Return the name of the site that an address leads to."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def outside(url: str) -> Markup:
    """Return a link to another site, named by the site."""
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(url, host(url))


def address(url: str) -> Markup:
    """Return a link to another site that shows its address, for sources on the same site."""
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(url, url.partition("://")[2] or url)
