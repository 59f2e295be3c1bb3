"""Reads CSV files in blocks into a series writer, and says precisely what is wrong with those it cannot read."""
