"""The command line: a thin face over actions and the host."""
