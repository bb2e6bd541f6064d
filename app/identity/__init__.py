"""People, sign-in and sessions: the only room that speaks OpenID Connect and WebAuthn."""
