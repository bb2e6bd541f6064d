"""A practice in other languages: translations made by people, each of one version of the entry."""
