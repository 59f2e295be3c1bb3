"""How a project stands: progress, agreement, what models proposed, and what waits for whom."""
