"""From several annotations of a task to one: agreement, consensus, verdicts, comments, history."""
