"""By which provider another sign-in can be tied: where one person decided, only by the member's."""

from collections.abc import Collection, Sequence

from app.core.i18n import N_
from app.core.sign_in_provider import SignInProvider

NONE_OF_IT = N_(
    "One person alone decided this, so the new sign-in must come from a provider that speaks for"
    " this member and not for all, and the portal knows none. Ask the Secretariat: a second person"
    " of it has to agree to a new proposal, or whoever runs the portal's server adds such a"
    " provider."
)


def able(
    given: Sequence[SignInProvider], members: Collection[str], *, alone: bool
) -> Sequence[SignInProvider]:
    """Return the providers that may speak for one of ``members``.

    Where one person ``alone`` decided, one that speaks for all would let whoever is known to it in.
    """
    return [
        each
        for each in given
        if (each.members or not alone) and any(each.speaks_for(code) for code in members)
    ]


def ties_alone(given: Sequence[SignInProvider], members: Collection[str], issuer: str) -> bool:
    """Whether a sign-in of ``issuer`` may be tied where one person decided.

    Of several providers of one issuer each has to be able to: they name the same people.
    """
    same = [each for each in given if each.issuer == issuer]
    return bool(same) and len(able(same, members, alone=True)) == len(same)
