"""Series folders on disk: readers for the formats we accept, ingest, and random views of what was ingested."""

from faultmark.store.options import IngestOptions
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore, series_id
from faultmark.store.writer import ChannelSpec, SeriesWriter

__all__ = ["ChannelSpec", "IngestOptions", "Series", "SeriesStore", "SeriesWriter", "series_id"]
