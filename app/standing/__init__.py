"""Standing offers: what members could give, declared before anybody asks."""
