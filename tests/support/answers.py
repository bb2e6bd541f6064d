"""What two answers of the same page may differ in: what is used once, and the time of day."""

import re

TOKENS = re.compile(r'(name="(?:csrf|once)" value="|data-left=")[^"]*')
"""What is used once, and the seconds that a session lasts."""

ASKED = re.compile(r" · [0-9a-f]{16}(?=</p>)")
"""The name of the request."""
