"""Signed webhooks, from a reviewer's verdict to a server on this machine."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def receiver(booted: Any) -> Iterator[Any]:
    """A server that keeps what it gets; ``receiver.answers`` are its next statuses, then 204."""
    from django.conf import settings

    got: list[tuple[dict[str, str], bytes]] = []
    answers: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            status = answers.pop(0) if answers else 204
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    before = settings.FAULTMARK_WEBHOOK_HOSTS
    settings.FAULTMARK_WEBHOOK_HOSTS = (f"127.0.0.1:{server.server_port}",)
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}/hook", got=got, answers=answers)
    settings.FAULTMARK_WEBHOOK_HOSTS = before
    server.shutdown()
    server.server_close()


def make(crew: Any, receiver: Any, **more: Any) -> Any:
    path = f"/faultmark/api/projects/{crew.project.pk}/hooks"
    answer = crew.send("max", "POST", path, {"url": receiver.url, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def settle(crew: Any, *marks: Any) -> Any:
    task = crew.task(machine_id="P-301")
    crew.give(task, "ada")
    crew.mark("ada", task, *marks)
    api = f"/faultmark/api/tasks/{task.pk}/review"
    sheet = crew.send("rita", "GET", api).json()
    body = {"verdict": "accept", "regions": sheet["settled"]["regions"], "values": {}}
    assert crew.send("rita", "POST", api + "/verdict", body).status_code == 200
    return task


def test_a_rule_picks_what_is_sent_and_the_signature_proves_it(crew: Any, receiver: Any) -> None:
    from django.utils import timezone

    from faultmark.web.hooks.deliver import deliver_due

    made = make(crew, receiver, rule="severity >= 4 and settled", events=["region.settled"])
    settle(crew, (5, 9, "drop", 2))
    task = settle(crew, (0, 100, "drift", 4), (400, 420, "drop", 1))
    now = timezone.now()
    assert deliver_due(now) is None
    [(headers, body)] = receiver.got
    told = json.loads(body)
    assert (told["event"], told["task"], told["machine"]) == ("region.settled", task.pk, "P-301")
    assert [(r["class"], r["severity"]) for r in told["regions"]] == [("drift", 4)]
    moment, signed = (part.split("=")[1] for part in headers["Faultmark-Signature"].split(","))
    expected = hmac.new(made["secret"].encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, expected)
    assert int(moment) == int(now.timestamp())
    assert headers["Faultmark-Delivery"] == str(told["id"])


def test_a_severe_region_that_a_model_proposed_is_an_anomaly_confirmed(crew: Any, receiver: Any) -> None:
    from review_items import items
    from tasks.models import Annotation

    from faultmark.web.models import Delivery

    make(crew, receiver, events=["anomaly.confirmed"])
    task = crew.task()
    result = items((0, 100, "drift", 5), (200, 300, "drop", 1), (400, 500, "drift", 5))
    for item in result:
        if item["value"]["start"] != 400:
            item["meta"] = {"faultmark": {"parent": {"prediction_id": 7, "region_id": "p", "score": 0.9}}}
    Annotation.objects.create(task=task, project=crew.project, completed_by=crew.ada, result=result)
    api = f"/faultmark/api/tasks/{task.pk}/review"
    regions = crew.send("rita", "GET", api).json()["lanes"][0]["regions"]
    body = {"verdict": "accept", "regions": regions, "values": {}}
    assert crew.send("rita", "POST", api + "/verdict", body).status_code == 200
    [delivery] = Delivery.objects.all()
    assert [(r["class"], r["confidence"]) for r in delivery.body["regions"]] == [("drift", 0.9)]


def test_what_is_not_taken_is_sent_again_later_and_later(crew: Any, receiver: Any) -> None:
    from django.utils import timezone

    from faultmark.web.hooks.deliver import RETRIES, deliver_due
    from faultmark.web.models import Delivery

    make(crew, receiver)
    settle(crew, (0, 100, "drift", 4))
    receiver.answers += [500, 302, 503]
    now = timezone.now()
    for attempt, pause in enumerate(RETRIES[:3], 1):
        assert deliver_due(now) == now + pause
        assert len(receiver.got) == attempt, "No redirect is followed."
        assert deliver_due(now + pause - timedelta(seconds=1)) == now + pause
        assert len(receiver.got) == attempt
        now += pause
    assert deliver_due(now) is None
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 4, 204)
    assert len({json.loads(body)["id"] for _headers, body in receiver.got}) == 1


def test_it_is_given_up_in_the_end_and_at_once_where_the_address_is_gone(crew: Any, receiver: Any) -> None:
    from django.utils import timezone

    from faultmark.web.hooks.deliver import RETRIES, deliver_due
    from faultmark.web.models import Delivery

    make(crew, receiver)
    settle(crew, (0, 100, "drift", 4))
    receiver.answers += [500] * 7
    now = timezone.now()
    for pause in (*RETRIES, timedelta()):
        deliver_due(now)
        now += pause
    assert Delivery.objects.get().state == "given_up"
    assert len(receiver.got) == 7
    settle(crew, (0, 50, "drop", 4))
    receiver.answers += [410]
    assert deliver_due(now + timedelta(days=1)) is None
    assert list(Delivery.objects.values_list("state", flat=True)) == ["given_up", "given_up"]


def test_a_test_comes_signed_whatever_is_asked_for_and_is_not_tried_again(crew: Any, receiver: Any) -> None:
    from django.utils import timezone

    from faultmark.web.hooks.deliver import deliver_due

    made = make(crew, receiver, events=["dataset.built"], rule="severity >= 4")
    path = f"/faultmark/api/projects/{crew.project.pk}/hooks"
    receiver.answers += [204, 500]
    for _attempt in range(2):
        answer = crew.send("max", "POST", f"{path}/{made['id']}/test")
        assert answer.status_code == 202, answer.content
        assert deliver_due(timezone.now()) is None
    headers, body = receiver.got[0]
    told = json.loads(body)
    assert (told["event"], told["project"], headers["Faultmark-Event"]) == ("hook.test", crew.project.pk, "hook.test")
    moment, signed = (part.split("=")[1] for part in headers["Faultmark-Signature"].split(","))
    expected = hmac.new(made["secret"].encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, expected)
    [shown] = crew.send("max", "GET", path).json()["results"]
    assert [(d["event"], d["state"], d["status"]) for d in shown["deliveries"]] == [
        ("hook.test", "given_up", 500),
        ("hook.test", "sent", 204),
    ]
    assert crew.send("max", "POST", f"{path}/{made['id'] + 1}/test").status_code == 404


def test_only_hosts_that_the_operator_allows(crew: Any, receiver: Any) -> None:
    from django.conf import settings
    from django.utils import timezone

    from faultmark.web.hooks.deliver import deliver_due
    from faultmark.web.models import Delivery

    path = f"/faultmark/api/projects/{crew.project.pk}/hooks"
    for url in ("http://192.0.2.1/x", "ftp://127.0.0.1/x", "http://127.0.0.1:9/x"):
        refused = crew.send("max", "POST", path, {"url": url})
        assert refused.status_code in (400, 422), url
    assert crew.send("rita", "GET", path).status_code == 403
    assert crew.send("max", "POST", path, {"url": receiver.url, "rule": "severity >"}).status_code == 400
    made = make(crew, receiver)
    settle(crew, (0, 100, "drift", 4))
    settings.FAULTMARK_WEBHOOK_HOSTS = ()
    deliver_due(timezone.now())
    assert receiver.got == []
    assert "sends nothing" in Delivery.objects.get().error
    [shown] = crew.send("max", "GET", path).json()["results"]
    assert "secret" not in shown
    assert shown["deliveries"][0]["attempts"] == 1
    assert crew.send("max", "DELETE", f"{path}/{made['id']}").status_code == 204
