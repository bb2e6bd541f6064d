"""What the settings say of an identity provider."""

from collections.abc import Collection
from typing import Literal

from pydantic import BaseModel, Field, SecretStr


class SignInProvider(BaseModel):
    """One identity provider people may sign in with."""

    key: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    name: str
    issuer: str
    client_id: str
    client_secret: SecretStr
    client_authentication: Literal["client_secret_basic", "client_secret_post"] | None = None
    members: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    listed: bool = False
    two_by_acr: tuple[str, ...] = ()
    two_by_amr: tuple[str, ...] = ()
    reading_by_acr: tuple[str, ...] = ()
    makes_accounts: bool = False
    resets_accounts: bool = False

    @property
    def vouches(self) -> bool:
        """Whether it can vouch for two factors."""
        return bool(self.two_by_acr or self.two_by_amr)

    def speaks_for(self, member: str) -> bool:
        """Whether its word counts for the offices of a member; one without a list for all."""
        return not self.members or member in self.members

    def speaks_only_for(self, members: Collection[str]) -> bool:
        """Whether its word counts for each of some members, and not for all there are."""
        return bool(self.members) and set(members) <= set(self.members)
