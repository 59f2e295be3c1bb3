"""Label Studio's result items to regions and back, without loss.

A result is a list of items, one for each control; the items of one region share its ``id`` and repeat its times. What
an item holds beyond what a :class:`~faultmark.labels.region.Region` models travels in ``Region.extra``, and times that
nobody moved are written back as they stood.
"""

from faultmark.labels.ls_json.read import ids_of_regions, read_result
from faultmark.labels.ls_json.write import write_result

__all__ = ["ids_of_regions", "read_result", "write_result"]
