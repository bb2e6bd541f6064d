"""The manual in other languages: each translated block is tied to the source text it translates."""
