"""Which sign-in providers are offered for a member or a work address; pure, and alike for all.

Whether a person or an address is known is never asked here, so no answer can tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.sign_in_provider import SignInProvider
from app.text.normalise import normalise

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What fits the words typed: ``members`` by code, and the keys of ``providers`` for one."""

    members: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


def find(
    typed: str, names: Mapping[str, Sequence[str]], providers: Sequence[SignInProvider]
) -> Found:
    """Return what fits a member's name or code, or a work address.

    ``names`` holds all the names of each member, by code.
    """
    if "@" in typed:
        return Found(providers=_for_address(typed, providers))
    members = _members(typed, names)
    if len(members) != 1:
        return Found(members=members)
    return Found(members=members, providers=for_member(members[0], providers))


def for_member(code: str, providers: Sequence[SignInProvider]) -> tuple[str, ...]:
    """Return the providers that may speak for a member, those of its own first."""
    able = [one for one in providers if one.speaks_for(code)]
    return tuple(one.key for one in sorted(able, key=lambda one: not one.members))


def _for_address(address: str, providers: Sequence[SignInProvider]) -> tuple[str, ...]:
    """Return the providers of the address's domain, or else those that serve everybody."""
    domain = "." + address.rpartition("@")[2].strip().lower().rstrip(".")
    own = [p.key for p in providers if any(domain.endswith(f".{one.lower()}") for one in p.domains)]
    return tuple(own or [p.key for p in providers if not p.members])


def _members(typed: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the member of that very name or code, or else those whose name holds the words."""
    wanted = normalise(typed)
    if not wanted:
        return ()
    every = {code: {normalise(n) for n in (code, *own)} for code, own in names.items()}
    exact = tuple(code for code, own in every.items() if wanted in own)
    if exact:
        return exact
    words = wanted.split()
    part = [c for c, own in every.items() if any(all(w in name for w in words) for name in own)]
    return tuple(part[:MOST_FOUND])
