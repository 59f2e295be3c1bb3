"""A history that is a sentence is read by people, not opened as a file."""

from __future__ import annotations

from faultmark.machine.entries import read_entries
from faultmark.machine.notice import Notice


def test_a_sentence_is_no_file() -> None:
    notices: list[Notice] = []
    opened: list[str] = []

    def text_of(name: str) -> str:
        opened.append(name)
        return "time,title\n2026-01-01,oil\n"

    assert list(read_entries("bearing replaced 2025-11-03", "maintenance_history", text_of, notices)) == []
    assert (opened, notices) == ([], [])
    assert len(list(read_entries("/data/upload/1/history.csv", "maintenance_history", text_of, notices))) == 1
