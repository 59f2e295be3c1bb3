"""What a brief says of the project: who labels, what models propose, the domain, the order of tasks."""
