"""The look: components, stylesheet, client script, static files."""
