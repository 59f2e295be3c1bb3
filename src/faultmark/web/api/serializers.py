"""The JSON of our endpoints, declared: requests are checked with these, and the OpenAPI schema comes from them."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s

__all__ = [
    "ConflictSerializer",
    "DocumentSerializer",
    "DraftRequestSerializer",
    "ErrorSerializer",
    "IngestRequestSerializer",
    "ProjectListSerializer",
    "SeriesSerializer",
    "SubmitRequestSerializer",
    "TaskListSerializer",
    "WorkbenchSerializer",
]

TICK = "An int64 as a string of digits: nanoseconds since the epoch, or the axis' decimals."


@extend_schema_field(OpenApiTypes.INT64)
class TickField(s.RegexField):
    """A tick; a string, because JavaScript's numbers cannot hold it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^-?\d{1,19}$", help_text=TICK, **options)


# drf-spectacular would declare the number that the format stands for; what travels is a string.
TickField._spectacular_annotation = {"field": {"type": "string", "pattern": r"^-?\d{1,19}$", "description": TICK}}


@extend_schema_field(
    {
        "description": "Labels, choices, lines of text, or a number.",
        "oneOf": [{"type": "array", "items": {}}, {"type": "number"}],
    }
)
class ValueField(s.JSONField):
    pass


class ValuesField(s.DictField):
    child = ValueField(allow_null=True)


@extend_schema_field(
    {"description": "A column's name, or its number from 1.", "oneOf": [{"type": "string"}, {"type": "integer"}]}
)
class ColumnField(s.JSONField):
    pass


class RemedySerializer(s.Serializer[Any]):
    text = s.CharField()
    options = s.DictField(help_text="Ingest options that apply the remedy; empty where it takes a person.")


class FaultSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    file = s.CharField(allow_null=True)
    line = s.IntegerField(allow_null=True)
    column = ColumnField(allow_null=True)
    expected = s.CharField(allow_null=True)
    remedies = RemedySerializer(many=True)


class ProblemSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    remedy = s.CharField(required=False)
    region = s.CharField(allow_null=True)
    control = s.CharField(allow_null=True)


class ErrorSerializer(s.Serializer[Any]):
    """Label Studio's error shape, with the fault where there is one."""

    id = s.CharField()
    status_code = s.IntegerField()
    version = s.CharField()
    detail = s.CharField()
    exc_info = s.CharField(allow_null=True)
    validation_errors = s.DictField(required=False)
    error = FaultSerializer(required=False)
    problems = ProblemSerializer(many=True, required=False)


class ProjectSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    title = s.CharField()
    instructions = s.CharField()
    overlap = s.IntegerField()
    has_time_series = s.BooleanField()
    url_label_studio = s.CharField()


class ProgressSerializer(s.Serializer[Any]):
    tasks = s.IntegerField()
    done = s.IntegerField()
    mine = s.IntegerField()


class ProjectRowSerializer(ProjectSerializer):
    progress = ProgressSerializer()


class ProjectListSerializer(s.Serializer[Any]):
    results = ProjectRowSerializer(many=True)


class TaskRowSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    title = s.CharField()
    subtitle = s.CharField()
    state = s.ChoiceField(choices=["new", "draft", "done", "skipped"], help_text="As the asking user sees it.")
    annotations = s.IntegerField()
    overlap = s.IntegerField()
    proposals = s.IntegerField()
    labeled = s.BooleanField()
    series_state = s.ChoiceField(choices=["none", "queued", "ingesting", "ready", "failed"])


class TaskListSerializer(s.Serializer[Any]):
    project = ProjectSerializer()
    progress = ProgressSerializer()
    total = s.IntegerField()
    page = s.IntegerField()
    page_size = s.IntegerField()
    results = TaskRowSerializer(many=True)


class AxisSerializer(s.Serializer[Any]):
    kind = s.ChoiceField(choices=["time", "number"])
    decimals = s.IntegerField()
    regular = s.BooleanField()
    step = TickField(allow_null=True)
    first = TickField()
    last = TickField()
    size = s.IntegerField()


class SeriesChannelSerializer(s.Serializer[Any]):
    index = s.IntegerField()
    name = s.CharField()
    dtype = s.CharField()
    count_valid = s.IntegerField()
    count_missing = s.IntegerField()
    min = s.FloatField(allow_null=True)
    max = s.FloatField(allow_null=True)
    mean = s.FloatField(allow_null=True)
    quantiles = s.DictField(child=s.FloatField(allow_null=True))


class SpanSerializer(s.Serializer[Any]):
    start = TickField()
    end = TickField()


class GapsSerializer(s.Serializer[Any]):
    threshold_ticks = TickField(allow_null=True)
    count = s.IntegerField()
    largest = SpanSerializer(many=True)


class NoticeSerializer(s.Serializer[Any]):
    code = s.CharField()
    message = s.CharField()
    line = s.IntegerField(allow_null=True)
    column = ColumnField(allow_null=True)


class IngestProgressSerializer(s.Serializer[Any]):
    done_bytes = s.IntegerField()
    total_bytes = s.IntegerField()
    rows = s.IntegerField()
    seconds = s.FloatField()
    seconds_left = s.FloatField(allow_null=True)
    phase = s.CharField()


class SeriesSerializer(s.Serializer[Any]):
    state = s.ChoiceField(choices=["none", "queued", "ingesting", "ready", "failed"])
    id = s.CharField(allow_null=True)
    axis = AxisSerializer(allow_null=True)
    channels = SeriesChannelSerializer(many=True)
    gaps = GapsSerializer(allow_null=True)
    notices = NoticeSerializer(many=True)
    rows = s.IntegerField(allow_null=True)
    source_name = s.CharField(allow_null=True)
    progress = IngestProgressSerializer(allow_null=True)
    error = FaultSerializer(allow_null=True, help_text="Why it cannot be opened, when the state is failed.")
    warning = FaultSerializer(allow_null=True, help_text="What happened to the file since it was read.")
    time_format = s.CharField(allow_null=True)


class ObjectSerializer(s.Serializer[Any]):
    name = s.CharField()
    value_key = s.CharField()
    kind = s.ChoiceField(choices=["csv", "json"])
    time_column = s.CharField()
    time_format = s.CharField(allow_null=True)
    display_format = s.CharField()
    separator = s.CharField()
    overview_channels = s.ListField(child=s.CharField())


class PaneChannelSerializer(s.Serializer[Any]):
    column = s.CharField()
    index = s.IntegerField(allow_null=True, help_text="Index in the series; null while it has not been read.")
    title = s.CharField()
    units = s.CharField()
    color = s.CharField(allow_null=True)
    height = s.IntegerField(allow_null=True)
    range = s.ListField(child=s.FloatField(), allow_null=True, min_length=2, max_length=2)
    display_format = s.CharField()


class PaneSerializer(s.Serializer[Any]):
    title = s.CharField()
    channels = PaneChannelSerializer(many=True)


class OptionSerializer(s.Serializer[Any]):
    value = s.CharField()
    alias = s.CharField(allow_null=True)
    color = s.CharField(allow_null=True)
    hotkey = s.CharField(allow_null=True)
    hint = s.CharField(allow_null=True)
    selected = s.BooleanField()
    parents = s.ListField(child=s.CharField())


class ControlSerializer(s.Serializer[Any]):
    name = s.CharField()
    to_name = s.CharField()
    type = s.ChoiceField(choices=["labels", "choices", "rating", "number", "text"])
    title = s.CharField()
    per_region = s.BooleanField()
    required = s.BooleanField()
    required_message = s.CharField()
    mode = s.ChoiceField(choices=["single", "multiple", "single-radio"])
    options = OptionSerializer(many=True)
    nested = s.BooleanField()
    max = s.FloatField(allow_null=True)
    min = s.FloatField(allow_null=True)
    step = s.FloatField(allow_null=True)
    rows = s.IntegerField()
    placeholder = s.CharField()
    max_submissions = s.IntegerField(allow_null=True)
    visible_when = s.CharField(allow_null=True)
    when_tag = s.CharField(allow_null=True)
    when_label = s.ListField(child=s.CharField())
    when_choice = s.ListField(child=s.CharField())


class UnsupportedSerializer(s.Serializer[Any]):
    tag = s.CharField()
    name = s.CharField()
    line = s.IntegerField()
    message = s.CharField()


class SchemaSerializer(s.Serializer[Any]):
    object = ObjectSerializer(allow_null=True)
    panes = PaneSerializer(many=True)
    controls = ControlSerializer(many=True)
    unsupported = UnsupportedSerializer(many=True)


class ParentSerializer(s.Serializer[Any]):
    prediction_id = s.IntegerField()
    region_id = s.CharField()
    score = s.FloatField(allow_null=True)


class RegionSerializer(s.Serializer[Any]):
    id = s.CharField(max_length=64)
    start = TickField()
    end = TickField()
    instant = s.BooleanField()
    values = ValuesField()
    origin = s.ChoiceField(choices=["manual", "prediction", "prediction-changed"])
    score = s.FloatField(allow_null=True)
    parent = ParentSerializer(allow_null=True)
    channels = s.ListField(child=s.CharField())
    extra = s.DictField(help_text="Opaque: comes back as it was sent.")


class DocumentSerializer(s.Serializer[Any]):
    annotation_id = s.IntegerField(allow_null=True)
    draft_id = s.IntegerField(allow_null=True)
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), help_text="Opaque: comes back as it was sent.")
    saved_at = s.DateTimeField(allow_null=True)
    version = s.CharField(help_text="Changes whenever what is saved changes; send it back as base_version.")
    cancelled = s.BooleanField()
    lead_time = s.FloatField(help_text="Seconds spent so far.")


class ProposalSerializer(s.Serializer[Any]):
    prediction_id = s.IntegerField()
    model_version = s.CharField()
    score = s.FloatField(allow_null=True)
    regions = RegionSerializer(many=True)


class OtherSerializer(s.Serializer[Any]):
    annotation_id = s.IntegerField()
    user = s.CharField()
    regions = s.IntegerField()
    ground_truth = s.BooleanField()


class WorkbenchTaskSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    project = ProjectSerializer()
    title = s.CharField()
    subtitle = s.CharField()
    data = s.DictField(help_text="The task's data without the file: metadata to show.")


class UrlsSerializer(s.Serializer[Any]):
    label_studio = s.CharField(help_text="This task in Label Studio's own editor.")
    project = s.CharField()


class PersonSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    email = s.CharField()
    initials = s.CharField()


class WorkbenchSerializer(s.Serializer[Any]):
    task = WorkbenchTaskSerializer()
    schema = SchemaSerializer()
    series = SeriesSerializer()
    document = DocumentSerializer()
    proposals = ProposalSerializer(many=True)
    others = OtherSerializer(many=True)
    notices = NoticeSerializer(many=True)
    urls = UrlsSerializer()
    user = PersonSerializer()


class IngestRequestSerializer(s.Serializer[Any]):
    options = s.DictField(required=False, default=dict, help_text="Ingest options, such as a remedy's.")


class DraftRequestSerializer(s.Serializer[Any]):
    annotation_id = s.IntegerField(
        allow_null=True,
        required=False,
        default=None,
        help_text="Which of the user's annotations is worked on; null for the latest, or for a new one.",
    )
    draft_id = s.IntegerField(
        allow_null=True, required=False, default=None, help_text="As it was sent. A user has one draft for each."
    )
    base_version = s.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Version that was worked on; left out, this saves over whatever is there.",
    )
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), required=False, default=list)
    lead_time = s.FloatField(min_value=0, required=False, default=0)


class ConflictSerializer(ErrorSerializer):
    """What is saved now, since it is not what the request was based on."""

    document = DocumentSerializer()


class SubmitRequestSerializer(DraftRequestSerializer):
    cancelled = s.BooleanField(required=False, default=False, help_text="Skip the task instead of labeling it.")
