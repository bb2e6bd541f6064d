"""The hour of an incident: the portal frozen and thawed, and what the Secretariat says."""
