"""The directory: members, their offices, the appointments to them, and invitations."""
