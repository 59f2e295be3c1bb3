"""Who works on which task: seats, reservations, and who comes next."""
