"""Who may see and do what: pure rules over frozen values, no database, no HTTP."""
