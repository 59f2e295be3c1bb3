"""What rules find, held against what the learned model reads."""
