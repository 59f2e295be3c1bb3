"""A brief as statements in plain words."""
