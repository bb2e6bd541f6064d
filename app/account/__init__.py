"""One's own account: offices held, for which one acts, language, session."""
