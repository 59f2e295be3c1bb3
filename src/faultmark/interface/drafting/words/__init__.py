"""Words that rules of drafting know: of the trade, of English, and of time."""
