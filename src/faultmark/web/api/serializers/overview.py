"""A project's overview."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.projects import ProjectSerializer
from faultmark.web.api.serializers.proposals import ModelVersionSerializer
from faultmark.web.models import DataClass

__all__ = ["OverviewSerializer"]

STAGES = ["untouched", "in_work", "to_review", "sent_back", "agreed", "settled"]
WAITING = ["sent_back", "to_annotate", "to_review", "open_comments", "free_seats", "nobody_left"]


class StageSerializer(s.Serializer[Any]):
    stage = s.ChoiceField(choices=STAGES)
    tasks = s.IntegerField()


class OverviewProgressSerializer(s.Serializer[Any]):
    tasks = s.IntegerField()
    annotations = s.IntegerField()
    stages = StageSerializer(many=True)


class BinSerializer(s.Serializer[Any]):
    start = s.FloatField()
    end = s.FloatField()
    tasks = s.IntegerField()


class ReasonCountSerializer(s.Serializer[Any]):
    reason = s.ChoiceField(choices=["missed", "class", "boundaries", "severity"])
    count = s.IntegerField()


class OverviewAgreementSerializer(s.Serializer[Any]):
    mean = s.FloatField(allow_null=True, help_text="Mean range overlap over the tasks that have one.")
    scored = s.IntegerField(help_text="Tasks with at least two annotators.")
    low = s.FloatField(help_text="Below this a task calls for one more annotator.")
    bins = BinSerializer(many=True)
    reasons = ReasonCountSerializer(many=True)


class AnnotatorSerializer(s.Serializer[Any]):
    name = s.CharField()
    role = s.CharField(allow_blank=True)
    done = s.IntegerField()
    open = s.IntegerField()
    sent_back = s.IntegerField()
    skipped = s.IntegerField()
    lead_time = s.FloatField(allow_null=True, help_text="Mean seconds an annotation.")
    agreement = s.FloatField(allow_null=True, help_text="Mean range overlap with everybody else.")
    returned = s.IntegerField(help_text="How often an annotation was sent back.")


class MatrixCellSerializer(s.Serializer[Any]):
    mean = s.FloatField(allow_null=True, help_text="Null without a common task.")
    tasks = s.IntegerField()


class MatrixSerializer(s.Serializer[Any]):
    names = s.ListField(child=s.CharField())
    cells = s.ListField(child=s.ListField(child=MatrixCellSerializer()), help_text="Rows.")


class ConfusionRowSerializer(s.Serializer[Any]):
    label = s.CharField(allow_blank=True)
    regions = s.IntegerField()
    counts = s.ListField(child=s.IntegerField(), help_text="Events that were given both classes, column by column.")
    missed = s.IntegerField(help_text="Regions that only one of two annotators marked.")
    agreed = s.FloatField(allow_null=True, help_text="Share of events of this class that both named so.")


class ConfusionSerializer(s.Serializer[Any]):
    labels = s.ListField(child=s.CharField(allow_blank=True))
    rows = ConfusionRowSerializer(many=True)


class MachineRowSerializer(s.Serializer[Any]):
    machine = s.CharField(allow_blank=True)
    counts = s.ListField(child=s.IntegerField())


class MachinesSerializer(s.Serializer[Any]):
    labels = s.ListField(child=s.CharField(allow_blank=True))
    rows = MachineRowSerializer(many=True)


class WaitingSerializer(s.Serializer[Any]):
    what = s.ChoiceField(choices=WAITING)
    role = s.ChoiceField(choices=["annotator", "reviewer", "manager"])
    name = s.CharField(allow_null=True, help_text="Null: for whoever has the role.")
    tasks = s.IntegerField()
    since = s.DateTimeField(allow_null=True)


class DaySerializer(s.Serializer[Any]):
    day = s.DateField()
    submitted = s.IntegerField()
    settled = s.IntegerField()
    sent_back = s.IntegerField()


class WeekRowSerializer(s.Serializer[Any]):
    week = s.DateField(help_text="Its Monday, in UTC.")
    counts = s.ListField(child=s.IntegerField())


class WeeksSerializer(s.Serializer[Any]):
    labels = s.ListField(child=s.CharField(allow_blank=True))
    rows = WeekRowSerializer(
        many=True, help_text="Regions over all annotators, by the week in which their task was last annotated."
    )


class DueDateSerializer(s.Serializer[Any]):
    data_class = s.ChoiceField(choices=DataClass.choices)
    days = s.IntegerField()
    due = s.IntegerField(help_text="Tasks of which it would be erased now.")
    held = s.IntegerField(help_text="Tasks of which it would be, if no hold kept it.")
    next = s.DateTimeField(allow_null=True, help_text="When the next is due; null for exports, and where nothing is.")


class OverviewSerializer(s.Serializer[Any]):
    project = ProjectSerializer()
    progress = OverviewProgressSerializer()
    agreement = OverviewAgreementSerializer()
    names_hidden = s.BooleanField()
    annotators = AnnotatorSerializer(many=True)
    matrix = MatrixSerializer()
    confusion = ConfusionSerializer()
    machines = MachinesSerializer()
    weeks = WeeksSerializer()
    retention = DueDateSerializer(many=True, help_text="Empty where the project has no rules.")
    proposals = ModelVersionSerializer(many=True)
    waiting = WaitingSerializer(many=True)
    throughput = DaySerializer(many=True)
