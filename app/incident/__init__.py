"""The hour of an incident: the portal frozen and thawed."""
