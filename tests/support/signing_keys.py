"""Signing keys of 3072 bits: few are made in a process of the run, and each is checked once.

To make one takes a third of a second, and to read one half as long; nearly every test of a
provider begins with a folder of its own, in which there is none yet.
"""

from functools import lru_cache
from itertools import count
from typing import Any

from joserfc._rfc7518.rsa_key import RSABinding
from joserfc.jwk import RSAKey

from provider import keys
from provider.house import keyring

FEW = 8
"""More than any test makes: within a test no key comes twice."""

PRIVATE = ("n", "e", "d", "p", "q", "dp", "dq", "qi")


class SigningKeys:
    """Gives the keys in turn, and what was read once without checking its primes again."""

    def __init__(self) -> None:
        self._turns = count()
        self._make = lru_cache(FEW)(self._made)
        self._new, self._import = keys.new_key, RSABinding.import_private_key
        self._read = lru_cache(8 * FEW)(self._checked)

    def give(self) -> None:
        """Let the providers of this process take these."""
        keys.new_key = keyring.new_key = self._next
        RSABinding.import_private_key = self._known  # type: ignore[method-assign]

    def _next(self) -> RSAKey:
        return self._make(next(self._turns) % FEW)

    def _made(self, _number: int) -> RSAKey:
        return self._new()

    def _known(self, said: Any) -> Any:
        """Every number of the key is asked for: who changes one is checked."""
        if "oth" in said:  # refused there
            return self._import(said)
        return self._read(tuple(said.get(name) for name in PRIVATE))

    def _checked(self, numbers: tuple[str | None, ...]) -> Any:
        named = zip(PRIVATE, numbers, strict=True)
        return self._import({name: said for name, said in named if said is not None})
