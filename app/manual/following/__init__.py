"""Who follows the manual: what a reader has read, what a member received, feeds and letters."""
