"""Proof of the policy, the labels and the audiences."""
