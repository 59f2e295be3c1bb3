"""Everything that the Label screen shows of a task."""

# ruff: noqa: D101 - each class is named after the JSON object it declares; help texts say the rest
from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from faultmark.web.api.serializers.desk import LayoutSerializer, PreferencesSerializer
from faultmark.web.api.serializers.events import EventSerializer, LimitSerializer
from faultmark.web.api.serializers.labels import DocumentSerializer, ProposalSerializer
from faultmark.web.api.serializers.projects import ProgressSerializer, ProjectSerializer
from faultmark.web.api.serializers.proposals import ProposedSerializer
from faultmark.web.api.serializers.schema import SchemaSerializer
from faultmark.web.api.serializers.series import NoticeSerializer, SeriesSerializer

__all__ = ["OtherSerializer", "PersonSerializer", "UrlsSerializer", "WorkbenchSerializer", "WorkbenchTaskSerializer"]


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
    events = EventSerializer(many=True)
    limits = LimitSerializer(many=True)
    layout = LayoutSerializer(allow_null=True)
    preferences = PreferencesSerializer()
    dismissed = ProposedSerializer(many=True, help_text="Proposals that the user dismissed.")
    queue = ProgressSerializer()
