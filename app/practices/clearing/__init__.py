"""A practice goes out to ministries as one Word document and comes back field by field."""
