"""The hand-over of an office, in one act, and what its next holder finds."""
