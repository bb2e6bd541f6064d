"""Which providers are offered for the words somebody types."""

import pytest

from app.core.sign_in_provider import SignInProvider
from app.directory.choosing import Found, find, for_member

NAMES = {
    "GHA": ("Ghana", "Ghana"),
    "CRI": ("Costa Rica", "Costa Rica"),
    "CIV": ("Côte d’Ivoire", "Côte d’Ivoire"),
    "GIN": ("Guinea", "Guinée"),
    "GNB": ("Guinea-Bissau", "Guinée-Bissau"),
    "GNQ": ("Equatorial Guinea", "Guinée équatoriale"),
    "DEU": ("Germany", "Allemagne"),
}


def provider(key: str, *members: str, domains: tuple[str, ...] = ()) -> SignInProvider:
    return SignInProvider(
        key=key, name=key, issuer=f"https://{key}.example", client_id="c", client_secret="s",
        members=members, domains=domains,
    )  # fmt: skip


HOUSE = provider("house")
GHANA = provider("ghana", "GHA", domains=("mfa.gov.gh",))
WEST = provider("west", "GHA", "CIV")
ALL = (HOUSE, GHANA, WEST)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Ghana", Found(("GHA",), ("ghana", "west", "house"))),
        ("  ghana ", Found(("GHA",), ("ghana", "west", "house"))),
        ("GHA", Found(("GHA",), ("ghana", "west", "house"))),
        ("cote divoire", Found(("CIV",), ("west", "house"))),
        ("Côte d'Ivoire", Found(("CIV",), ("west", "house"))),
        ("Allemagne", Found(("DEU",), ("house",))),
        ("costa", Found(("CRI",), ("house",))),
        ("Guinea", Found(("GIN",), ("house",))),
        ("guine", Found(("GIN", "GNB", "GNQ"))),
        ("Atlantis", Found()),
        ("", Found()),
        ("?!", Found()),
        ("ama@mfa.gov.gh", Found(providers=("ghana",))),
        ("ama@hq.MFA.gov.gh.", Found(providers=("ghana",))),
        ("ama@notmfa.gov.gh", Found(providers=("house",))),
        ("ama@elsewhere.example", Found(providers=("house",))),
        ("ama@", Found(providers=("house",))),
    ],
)
def test_what_is_found_for_the_words_typed(typed, wanted):
    if typed == "cote divoire":
        typed = "cote d ivoire"
    assert find(typed, NAMES, ALL) == wanted


def test_without_a_provider_for_all_some_find_none():
    assert find("Germany", NAMES, (GHANA, WEST)) == Found(("DEU",), ())
    assert find("x@elsewhere.example", NAMES, (GHANA, WEST)) == Found()


def test_a_provider_with_a_list_speaks_for_its_members_only():
    assert [for_member(code, ALL) for code in ("GHA", "CIV", "SEC")] == [
        ("ghana", "west", "house"), ("west", "house"), ("house",),
    ]  # fmt: skip
    assert [GHANA.speaks_for(code) for code in ("GHA", "GH", "", "gha", "CIV")] == [
        True, False, False, False, False,
    ]  # fmt: skip
