"""Background work: jobs as rows with leases, one worker loop inside serve or beside it."""
