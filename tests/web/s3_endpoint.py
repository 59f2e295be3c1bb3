"""A real S3 endpoint on loopback with permissions that are enforced, and storages on it made as a person does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import requests
from telemetry_project import Machine

BUCKET = "plant-telemetry"


@dataclass
class Endpoint:
    """The endpoint's address, and a client that may do all."""

    url: str
    admin: Any
    keys: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, content: bytes) -> str:
        self.admin.put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"s3://{BUCKET}/{key}"

    def user(self, name: str, *actions: str) -> dict[str, str]:
        """A user who may do these and nothing else; its access key."""
        iam = boto3.client("iam", endpoint_url=self.url, region_name="us-east-1", **self.keys)
        iam.create_user(UserName=name)
        statement = {"Effect": "Allow", "Action": list(actions) or ["sts:GetCallerIdentity"], "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}

    def role(self, name: str, *actions: str) -> dict[str, str]:
        """What a machine is handed that has a role which may do these: keys that end, and their token."""
        iam = boto3.client("iam", endpoint_url=self.url, region_name="us-east-1", **self.keys)
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps(policy))
        sts = boto3.client("sts", endpoint_url=self.url, region_name="us-east-1", **self.keys)
        keys = sts.assume_role(RoleArn=made["Role"]["Arn"], RoleSessionName="machine")["Credentials"]
        return {
            "AccessKeyId": keys["AccessKeyId"],
            "SecretAccessKey": keys["SecretAccessKey"],
            "Token": keys["SessionToken"],
            "Expiration": keys["Expiration"].isoformat(),
        }

    def enforce(self) -> None:
        """From now on every call needs a permission."""
        requests.post(f"{self.url}/moto-api/reset-auth", data=b"0", timeout=10).raise_for_status()

    def storage(self, machine: Machine, keys: Mapping[str, str], **more: Any) -> int:
        """Connect the bucket to the project through Label Studio's own API."""
        body = {"project": machine.project, "title": "Plant bucket", "bucket": BUCKET, "use_blob_urls": True}
        answer = machine.ask("POST", "/api/storages/s3", {**body, **keys, "presign": False, **more})
        assert answer.status_code == 201, answer.content
        for secret in keys.values():
            assert secret not in answer.content.decode()
        return int(answer.json()["id"])


@contextmanager
def s3_endpoint() -> Iterator[Endpoint]:
    """Serve S3 on loopback while entered."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        requests.post(f"{url}/moto-api/reset", timeout=10).raise_for_status()
        keys = {"aws_access_key_id": "first", "aws_secret_access_key": "first"}
        admin = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **keys)
        admin.create_bucket(Bucket=BUCKET)
        yield Endpoint(url, admin, keys)
        requests.post(f"{url}/moto-api/reset-auth", data=b"1000000", timeout=10)
    finally:
        server.stop()
