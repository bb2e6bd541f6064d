"""The secretariat's desk: what waits for it across all features, the longest wait first."""
