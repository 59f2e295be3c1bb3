"""What the short way for tiles remembers: one request makes a decision anew, the others go on with what there is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from faultmark.host import fast_lane
from faultmark.host.fast_lane import _Memory


def test_a_request_that_finds_nothing_leaves_the_renewal_to_whom_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(fast_lane, "time", SimpleNamespace(monotonic=lambda: now))
    memory = _Memory()
    made: list[str] = []

    def make(value: str) -> str:
        made.append(value)
        return value

    assert memory.get("task", lambda: make("first")) == "first"
    now += 0.75 * fast_lane.TRUST_SECONDS

    def renew() -> str:
        # While this is under way the old decision ends, and another request needs one at once.
        nonlocal now
        now += fast_lane.TRUST_SECONDS
        assert memory.get("task", lambda: make("meanwhile")) == "meanwhile"
        # Half-way to the end of that one, this renewal is still under way: nobody begins another.
        now += 0.75 * fast_lane.TRUST_SECONDS
        assert memory.get("task", lambda: make("too many")) == "meanwhile"
        return make("renewed")

    assert memory.get("task", renew) == "renewed"
    assert made == ["first", "meanwhile", "renewed"]
    now += 0.75 * fast_lane.TRUST_SECONDS
    assert memory.get("task", lambda: make("later")) == "later"


def test_a_decision_that_took_long_does_not_replace_a_later_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(fast_lane, "time", SimpleNamespace(monotonic=lambda: now))
    memory = _Memory()

    def slow() -> str:
        nonlocal now
        now += 0.25 * fast_lane.TRUST_SECONDS
        assert memory.get("task", lambda: "refused by now") == "refused by now"
        return "allowed before"

    assert memory.get("task", slow) == "allowed before"
    assert memory.get("task", lambda: "anew") == "refused by now"
