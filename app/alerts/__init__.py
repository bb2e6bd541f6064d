"""What people follow: its pages, who is told of what happened, and feeds."""
