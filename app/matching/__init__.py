"""Who could help with what: suggestions of likely helpers and of requests, with their reasons."""
