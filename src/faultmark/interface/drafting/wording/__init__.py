"""Turns of phrase, put the way the rules of drafting read them, by what they speak of."""
