"""The strict OpenID Connect client against liars, and against a certified provider."""
