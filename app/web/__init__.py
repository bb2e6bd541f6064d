"""What all of HTTP shares: pages and fragments, guard, headers, static files, components."""
