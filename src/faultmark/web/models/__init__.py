"""What we keep beside Label Studio's tables. Labels are not here: they are Label Studio's."""

from faultmark.web.models.series import SeriesLink, SeriesState

__all__ = ["SeriesLink", "SeriesState"]
