"""What is known of a machine beside its telemetry: events and limits, read from a task's data."""
