"""The plan of agreed work: tasks and milestones that both sides keep together."""
