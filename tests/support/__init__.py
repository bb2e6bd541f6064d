"""What the tests stand on: databases, people, a browser that reads every page."""
