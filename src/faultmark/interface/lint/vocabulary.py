"""Label Studio's tags, and the attributes of those that a time series or audio project uses."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["ATTRIBUTES", "CONTROLS", "OBJECTS", "REGION_MAKERS", "TAGS", "closest"]

OBJECTS = {
    "audio": "Audio", "audioplus": "AudioPlus", "chat": "Chat", "hypertext": "HyperText", "image": "Image",
    "list": "List", "paragraphs": "Paragraphs", "pdf": "Pdf", "reactcode": "ReactCode", "table": "Table",
    "text": "Text", "timeseries": "TimeSeries", "video": "Video",
}  # fmt: skip
# What each kind of object can be marked with.
REGION_MAKERS = {
    "timeseries": ("TimeSeriesLabels",),
    "audio": ("Labels",),
}
_MAKERS = (
    "TimeSeriesLabels", "Labels", "RectangleLabels", "PolygonLabels", "KeyPointLabels", "EllipseLabels", "BrushLabels",
    "BitmaskLabels", "VectorLabels", "HyperTextLabels", "ParagraphLabels", "VideoRectangle", "TimelineLabels",
    "MagicWand", "Rectangle", "Polygon", "KeyPoint", "Ellipse", "Brush", "Bitmask", "Vector", "RegionMaker",
)  # fmt: skip
CONTROLS = {
    name.lower(): name
    for name in (
        *_MAKERS, "Choices", "DateTime", "Number", "Pairwise", "Ranker", "Rating", "Relations", "Taxonomy", "TextArea",
        "Ranges",
    )
}  # fmt: skip
_VISUAL = (
    "View", "Header", "Style", "Collapse", "Panel", "Filter", "Shortcut", "Markdown", "Repeater", "Typography",
    "Annotations", "Dialog", "Label", "Choice", "Relation", "Channel", "MultiChannel", "Bucket", "Chatmessage",
    "Magicwand", "HyperTextLabel",
)  # fmt: skip
TAGS = {**OBJECTS, **CONTROLS, **{name.lower(): name for name in _VISUAL}}

_WHEN = "visibleWhen whenTagName whenLabelValue whenChoiceValue"
_FORM = f"name toName perRegion perItem required requiredMessage snapshot {_WHEN}"
_LOOK = "className classname style idAttr"
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    tag: tuple(names.split())
    for tag, names in {
        "view": f"name display {_LOOK} {_WHEN} whenRole",
        "header": f"name value size underline {_LOOK}",
        "timeseries": "name value valueType timeColumn timeFormat timeDisplayFormat durationDisplayFormat sep "
        "separator "
        "overviewChannels overviewWidth fixedScale sync cursorColor defaultWidth defaultScale multiaxis "
        "showAllChannels zoomStep fallbackTimeZone utc",
        "channel": "column legend displayName units displayFormat displayUnit interpolation height strokeColor "
        "strokeWidth dataRange timeRange showAxis showYAxis showGrid showTickValues fixedScale "
        "markerColor markerSize markerSymbol opacity caption margin hideName",
        "multichannel": "name legend height showAxis showYAxis showGrid fixedScale units displayFormat channels "
        "legendPosition",
        "timeserieslabels": "name toName choice maxUsages showInline opacity fillColor strokeColor strokeWidth "
        "groupCancel "
        f"value required requiredMessage {_WHEN}",
        "labels": "name toName choice maxUsages showInline opacity fillColor strokeColor strokeWidth value required "
        f"requiredMessage granularity groupCancel {_WHEN}",
        "label": "value alias background selectedColor hotkey hint size maxUsages maxUsage selected showAlias "
        "aliasStyle granularity html category predicted type _children",
        "choices": f"{_FORM} choice showInline showInLine layout value allowNested title",
        "choice": "value alias background hotkey hint selected style html color showAlias visible sorting",
        "rating": f"{_FORM} maxRating defaultValue size icon hotkey title",
        "number": f"{_FORM} min max step defaultValue hotkey slider title",
        "textarea": f"{_FORM} value label placeholder maxSubmissions editable skipDuplicates transcription displayMode "
        "rows showSubmitButton hotkey style title",
        "audio": "name value volume defaultvolume speed defaultspeed defaultscale hotkey sync height waveheight "
        "cursorwidth cursorcolor defaultzoom zoom spectrogram splitchannels decoder player muted hint",
    }.items()
}


def closest(name: str, known: Iterable[str], cutoff: float = 0.72) -> str | None:
    """The known name that was probably meant."""
    by_lower = {other.lower(): other for other in known}
    found = difflib.get_close_matches(name.lower(), by_lower, 1, cutoff)
    return by_lower[found[0]] if found else None
