"""What Prometheus is told, on a port of its own that only this machine can reach."""
