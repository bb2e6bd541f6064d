"""The house face of the provider."""
