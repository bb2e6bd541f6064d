"""The field's fixed lists: pure data with stable codes and labels marked for the catalogue."""
