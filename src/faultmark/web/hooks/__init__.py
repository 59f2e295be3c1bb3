"""Signed messages to addresses that a project and the operator agreed on."""
