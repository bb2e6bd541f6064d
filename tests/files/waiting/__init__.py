"""Files that wait for the virus scanner, in every part of the portal."""
