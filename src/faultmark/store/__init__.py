"""Series folders on disk: readers for the formats we accept, ingest, and random views of what was ingested."""
