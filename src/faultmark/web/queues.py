"""The two queues of background jobs, each with a worker of its own: who waits for a file waits for no long job.

Label Studio has both among its queues in Redis; without Redis they are kept in the database.
"""

from __future__ import annotations

__all__ = ["LONG", "PROMPT"]

PROMPT = "default"
"""What somebody may be waiting for."""

LONG = "low"
"""What takes long: detection on a project, building a dataset."""
