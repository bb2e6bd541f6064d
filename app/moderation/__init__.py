"""What the secretariat shares while it answers: who has opened what, ready answers, batches."""
