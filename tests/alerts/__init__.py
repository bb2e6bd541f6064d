"""What people follow: its pages, who is told, and feeds."""
