"""How long data are kept, and what deletes them when they are due."""
