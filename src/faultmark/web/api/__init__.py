"""The HTTP API: endpoints, their shapes and their errors."""
