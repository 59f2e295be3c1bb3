"""What annotators say of each mark."""
