"""The review of tasks: queue, lanes, consensus, comments, verdicts."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.api.serializers.fields import TickField, ValuesField
from faultmark.web.api.serializers.labels import RegionSerializer
from faultmark.web.api.serializers.projects import ProjectSerializer
from faultmark.web.api.serializers.schema import SchemaSerializer
from faultmark.web.api.serializers.series import NoticeSerializer, SeriesSerializer
from faultmark.web.api.serializers.workbench import PersonSerializer, UrlsSerializer, WorkbenchTaskSerializer

__all__ = [
    "AnnotationVerdictSerializer",
    "CommentChangeSerializer",
    "CommentListSerializer",
    "CommentRequestSerializer",
    "CommentSerializer",
    "ReviewConflictSerializer",
    "ReviewDraftRequestSerializer",
    "ReviewQueueSerializer",
    "ReviewSheetSerializer",
    "SettledSerializer",
    "VerdictRequestSerializer",
]

REASONS = ["missed", "class", "boundaries", "severity", "sample"]
STATES = ["open", "sent_back", "settled"]


class ReasonCountsSerializer(s.Serializer[Any]):
    missed = s.IntegerField()
    boundaries = s.IntegerField()
    severity = s.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        """With the one whose name is a word of the language."""
        return {**super().get_fields(), "class": s.IntegerField()}


class ReviewRowSerializer(s.Serializer[Any]):
    task = s.IntegerField()
    title = s.CharField()
    subtitle = s.CharField()
    state = s.ChoiceField(choices=STATES)
    score = s.FloatField(allow_null=True, help_text="Range overlap (IoU), in [0, 1]; null with a single annotator.")
    reason = s.ChoiceField(
        choices=[*REASONS, ""], help_text="What costs the most agreement; sample: drawn at random; empty: by choice."
    )
    counts = ReasonCountsSerializer(help_text="Disagreements of each kind.")
    annotators = s.IntegerField()
    overlap = s.IntegerField(help_text="How many annotators are wanted, those called for low agreement among them.")
    models = s.IntegerField(help_text="Predictions of the task.")
    nobody_left = s.BooleanField(help_text="Agreement is low, and there is nobody left to ask.")
    open_comments = s.IntegerField()
    may_review = s.BooleanField()
    why_not = s.CharField(allow_blank=True)


class QueueCountsSerializer(s.Serializer[Any]):
    waiting = s.IntegerField(help_text="Tasks to review now: disagreements and samples.")
    sampled = s.IntegerField(help_text="Of these, drawn at random.")
    sent_back = s.IntegerField()
    settled = s.IntegerField()
    incomplete = s.IntegerField(help_text="Tasks that still want annotators.")


class ReviewQueueSerializer(s.Serializer[Any]):
    project = ProjectSerializer()
    counts = QueueCountsSerializer()
    low_agreement = s.FloatField(help_text="Below this the project calls agreement low.")
    total = s.IntegerField()
    page = s.IntegerField()
    page_size = s.IntegerField()
    results = ReviewRowSerializer(many=True)


class LaneSerializer(s.Serializer[Any]):
    key = s.CharField(help_text="Names the lane in disagreements, members and notes.")
    kind = s.ChoiceField(choices=["annotator", "model"])
    name = s.CharField(help_text="E-mail, Annotator A where names are hidden, or the model's version.")
    letter = s.CharField(allow_blank=True, help_text="A, B, … of annotators.")
    mine = s.BooleanField()
    annotation_id = s.IntegerField(allow_null=True)
    prediction_id = s.IntegerField(allow_null=True)
    user_id = s.IntegerField(allow_null=True, help_text="Null where names are hidden.")
    regions = RegionSerializer(many=True)
    values = ValuesField()
    at = s.DateTimeField()
    lead_time = s.FloatField(allow_null=True)


class F1Serializer(s.Serializer[Any]):
    threshold = s.FloatField()
    value = s.FloatField(allow_null=True)


class AgreementSerializer(s.Serializer[Any]):
    score = s.FloatField(allow_null=True, help_text="Range overlap (IoU), the task's number.")
    annotators = s.IntegerField()
    reason = s.ChoiceField(choices=["missed", "class", "boundaries", "severity", ""])
    matched_iou = s.FloatField(allow_null=True)
    f1 = F1Serializer(many=True)
    class_alpha = s.FloatField(allow_null=True)
    severity_alpha = s.FloatField(allow_null=True)
    counts = ReasonCountsSerializer()
    lanes = s.ListField(child=s.CharField(), help_text="Lanes of the matrix' rows and columns.")
    matrix = s.ListField(child=s.ListField(child=s.FloatField()))
    extra = s.IntegerField(help_text="Annotators called because agreement was low.")
    nobody_left = s.BooleanField()


class MarkedSerializer(s.Serializer[Any]):
    lane = s.CharField()
    region = s.CharField()
    value = s.CharField(allow_blank=True, help_text="What this lane says: class, severity, or boundaries in ticks.")


class DisagreementSerializer(s.Serializer[Any]):
    reason = s.ChoiceField(choices=["missed", "class", "boundaries", "severity"])
    start = TickField()
    end = TickField()
    marked = MarkedSerializer(many=True)
    missing = s.ListField(child=s.CharField(), help_text="Lanes that did not mark it.")
    score = s.FloatField(allow_null=True, help_text="The lowest IoU, of boundaries.")


class ClassShareSerializer(s.Serializer[Any]):
    label = s.CharField(allow_blank=True)
    share = s.FloatField()


class ConsensusMemberSerializer(s.Serializer[Any]):
    lane = s.CharField()
    region = s.CharField()


class LaneNoteSerializer(s.Serializer[Any]):
    lane = s.CharField()
    text = s.CharField()


class ConsensusRegionSerializer(s.Serializer[Any]):
    region = RegionSerializer()
    state = s.ChoiceField(
        choices=["settled", "open", "dropped"], help_text="Kept; exactly half speaks for it; too little support."
    )
    support = s.FloatField()
    classes = ClassShareSerializer(many=True)
    members = ConsensusMemberSerializer(many=True)
    notes = LaneNoteSerializer(many=True)


class ConsensusParametersSerializer(s.Serializer[Any]):
    min_iou = s.FloatField()
    min_share = s.FloatField()
    tolerance = s.IntegerField()
    boundary_iou = s.FloatField()
    severity_step = s.FloatField()


class ConsensusSerializer(s.Serializer[Any]):
    regions = ConsensusRegionSerializer(many=True)
    needs_person = s.BooleanField(help_text="Two annotators have no majority: this is a draft to decide on.")
    weights = s.ChoiceField(choices=["equal", "dawid-skene"])
    parameters = ConsensusParametersSerializer()


class SettledSerializer(s.Serializer[Any]):
    source = s.ChoiceField(
        choices=["consensus", "draft", "settled"], help_text="Computed; left unfinished by a reviewer; accepted."
    )
    annotation_id = s.IntegerField(allow_null=True, help_text="The ground truth in Label Studio.")
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), help_text="Opaque: comes back as it was sent.")
    version = s.CharField(allow_blank=True, help_text="Send it back as base_version.")
    saved_at = s.DateTimeField(allow_null=True)
    is_settled = s.BooleanField()


class CommentSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    parent = s.IntegerField(allow_null=True, help_text="The comment that this one answers.")
    author = s.CharField()
    mine = s.BooleanField()
    to = s.CharField(allow_null=True, help_text="Whose annotation it is about; null: everybody's.")
    text = s.CharField()
    start = TickField(allow_null=True)
    end = TickField(allow_null=True)
    region = s.CharField(allow_blank=True)
    resolved = s.BooleanField()
    resolved_by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    changed_at = s.DateTimeField(allow_null=True)


class CommentListSerializer(s.Serializer[Any]):
    results = CommentSerializer(many=True)


class StepSerializer(s.Serializer[Any]):
    id = s.IntegerField()
    kind = s.ChoiceField(choices=["submitted", "resubmitted", "withdrawn", "accepted", "fixed", "sent_back"])
    by = s.CharField()
    author = s.CharField()
    annotation_id = s.IntegerField(allow_null=True)
    comment = s.IntegerField(allow_null=True)
    before = RegionSerializer(many=True, allow_null=True)
    after = RegionSerializer(many=True, allow_null=True)
    at = s.DateTimeField()


class ReviewSheetSerializer(s.Serializer[Any]):
    task = WorkbenchTaskSerializer()
    schema = SchemaSerializer()
    series = SeriesSerializer()
    notices = NoticeSerializer(many=True)
    urls = UrlsSerializer()
    user = PersonSerializer()
    state = s.ChoiceField(choices=STATES)
    may_review = s.BooleanField()
    why_not = s.CharField(allow_blank=True)
    blind = s.BooleanField()
    blind_by_rule = s.BooleanField(help_text="The project hides names; they cannot be shown.")
    lanes = LaneSerializer(many=True)
    agreement = AgreementSerializer()
    disagreements = DisagreementSerializer(many=True)
    consensus = ConsensusSerializer()
    settled = SettledSerializer()
    comments = CommentSerializer(many=True)
    history = StepSerializer(many=True)


class AnchorSerializer(s.Serializer[Any]):
    start = TickField(allow_null=True, required=False, default=None)
    end = TickField(allow_null=True, required=False, default=None)
    region = s.CharField(allow_blank=True, required=False, default="", max_length=64)


class CommentRequestSerializer(AnchorSerializer):
    text = s.CharField(max_length=10_000)
    parent = s.IntegerField(allow_null=True, required=False, default=None)
    annotation_id = s.IntegerField(
        allow_null=True, required=False, default=None, help_text="The annotation it is about, and so its author."
    )


class CommentChangeSerializer(s.Serializer[Any]):
    text = s.CharField(max_length=10_000, required=False, help_text="Of one's own comments.")
    resolved = s.BooleanField(required=False)


class ReviewDraftRequestSerializer(s.Serializer[Any]):
    base_version = s.CharField(required=False, allow_blank=True, default="")
    regions = RegionSerializer(many=True)
    values = ValuesField()
    rest = s.ListField(child=s.DictField(), required=False, default=list)


class VerdictRequestSerializer(s.Serializer[Any]):
    verdict = s.ChoiceField(
        choices=["accept", "fix", "send_back"],
        help_text="accept and fix take the regions sent as the truth; fix says that the reviewer changed them.",
    )
    base_version = s.CharField(required=False, allow_blank=True, default="")
    regions = RegionSerializer(many=True, required=False)
    values = ValuesField(required=False)
    rest = s.ListField(child=s.DictField(), required=False, default=list)
    lead_time = s.FloatField(min_value=0, required=False, default=0)
    comment = CommentRequestSerializer(
        required=False, allow_null=True, default=None, help_text="Required by send_back."
    )
    annotations = s.ListField(
        child=s.IntegerField(), required=False, default=list, help_text="Sent back; left out, all of the task."
    )


class AnnotationVerdictSerializer(s.Serializer[Any]):
    verdict = s.ChoiceField(choices=["accept", "fix", "send_back"])
    comment = CommentRequestSerializer(
        required=False, allow_null=True, default=None, help_text="Required by send_back."
    )
    result = s.ListField(
        child=s.DictField(), required=False, help_text="Of fix: Label Studio's result items as the reviewer left them."
    )


class ReviewConflictSerializer(ErrorSerializer):
    """The settled lane as it is now, since it is not what the request was based on."""

    settled = SettledSerializer()
