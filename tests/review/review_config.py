"""A config with a class, a severity and a note."""

from __future__ import annotations

CONFIG = """<View>
<TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="drop"/></TimeSeriesLabels>
<Rating name="severity" toName="ts" perRegion="true"/>
<TextArea name="note" toName="ts" perRegion="true"/></View>"""
