"""Objects of a bucket are deleted where the policy and the bucket allow it, and told of where not."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from s3_endpoint import BUCKET, Endpoint
from telemetry_project import Machine, rows


@pytest.mark.parametrize("may_delete", [True, False])
def test_an_object_is_deleted_where_the_bucket_allows_it(machine: Machine, s3: Endpoint, may_delete: bool) -> None:
    from django.utils import timezone

    from faultmark.web.retention.policy import set_rules
    from faultmark.web.retention.purge import purge_due

    uri = s3.put("pump/a.csv", rows(9).encode())
    s3.put("pump/b.csv", b"another's")
    actions = ["s3:GetObject", "s3:ListBucket", *(["s3:DeleteObject"] if may_delete else [])]
    keys = s3.user("worker", *actions)
    auditor = boto3.client("s3", endpoint_url=s3.url, region_name="us-east-1", **s3.user("auditor", "s3:*"))
    s3.enforce()
    s3.storage(machine, keys, prefix="pump")
    task = machine.task(uri)
    rule = {"data_class": "telemetry", "days": 5, "basis": "-", "delete_sources": True}
    set_rules(machine.project, [rule], timezone.now(), None)
    report = purge_due(machine.project, timezone.now() + timedelta(days=6))
    assert report is not None
    auditor.head_object(Bucket=BUCKET, Key="pump/b.csv")
    if may_delete:
        assert report["kept"] == []
        with pytest.raises(ClientError, match="404"):
            auditor.head_object(Bucket=BUCKET, Key="pump/a.csv")
    else:
        assert report["kept"] == [{"task": task, "class": "telemetry", "why": "S3 refused: AccessDenied"}]
        auditor.head_object(Bucket=BUCKET, Key="pump/a.csv")
