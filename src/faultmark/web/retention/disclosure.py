"""What a project tells the people concerned: which data it keeps, how long, why, and who may ask for deletion."""

from __future__ import annotations

from datetime import datetime

from faultmark.web.models import DataClass, HeldBack
from faultmark.web.retention.policy import rules_of

__all__ = ["disclosure", "disclosure_rows"]

_DATA = {
    DataClass.TELEMETRY: "Telemetry files",
    DataClass.DERIVED: "Series and caches made from telemetry",
    DataClass.LABELS: "Annotations, predictions, reviews and agreement",
    DataClass.NOTES: "Free text: notes, comments, reasons",
    DataClass.PERSONAL: "Who labeled, and what names people in a task's data",
    DataClass.EXPORTS: "Exports and datasets",
}
_FROM = {
    DataClass.TELEMETRY: "the import of the task",
    DataClass.DERIVED: "the import of the task",
    DataClass.EXPORTS: "the moment of export",
}


def disclosure_rows(project_id: int) -> list[dict[str, str]]:
    """Each class of data with its period, what it counts from, and its basis."""
    rules = rules_of(project_id)
    rows = []
    for data_class, what in _DATA.items():
        rule = rules.get(data_class)
        counted = _FROM.get(data_class, "the last change of what was said of the task")
        rows.append(
            {
                "data": what,
                "period": f"{rule.days} days from {counted}" if rule else "no period is set",
                "basis": rule.basis if rule else "no basis is given",
            }
        )
    return rows


def disclosure(project_id: int, title: str, now: datetime) -> str:
    """The document, in Markdown."""

    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("\n", " ")

    lines = [
        f"# What {title} keeps, and how long",
        "",
        f"As of {now:%Y-%m-%d}. Made from the project's retention policy.",
        "",
        "| data | kept for | basis |",
        "| --- | --- | --- |",
        *(f"| {cell(r['data'])} | {cell(r['period'])} | {cell(r['basis'])} |" for r in disclosure_rows(project_id)),
        "",
    ]
    if HeldBack.objects.filter(project_id=project_id, released_at=None).exists():
        lines += ["A legal hold stands: what it covers is kept beyond these periods until it is released.", ""]
    lines += [
        "What is due is deleted every day. Each deletion is proven in a record that only grows.",
        "",
        "Anybody whose data these are may ask the project's manager what is kept of him, and ask for deletion. Labels",
        "then remain without a name.",
    ]
    return "\n".join(lines) + "\n"
