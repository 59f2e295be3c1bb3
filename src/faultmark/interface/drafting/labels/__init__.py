"""What is to be marked, and what each of it is in time."""
