"""How many slots of a brief a draft gets right: what is measured, marked and said, by whom and in what context.

    python -m bench.drafting [--set held] [--misses]

A slot is one thing that a brief asks for: a sensor, its unit, an event, its extent, a scale, a field, a piece of
metadata and so on. What a draft adds that nobody asked for counts as a wrong slot too. Where a brief does not say how a
thing is called, several names stand beside each other in the file, as ``batch|lot``, and each is right.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench import report
from faultmark.interface.drafting import Draft, draft_spec
from faultmark.interface.spec import Field, Project
from faultmark.interface.units import same_unit

BRIEFS = Path(__file__).with_name("drafting_briefs.yaml")

SETS = (
    "golden",
    "open",
    "second",
    "third",
    "held",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twentyfirst",
    "twentysecond",
    "twentythird",
    "twentyfourth",
    "twentyfifth",
    "twentysixth",
    "twentyseventh",
    "twentyeighth",
    "twentyninth",
    "thirtieth",
)
# The share of slots right when a set was written, before anybody looked: what a stranger's brief may expect. Figures
# that this benchmark measures anew are of briefs that the extractor has been mended for.
FIRST_TRY = {
    "second": 0.861,
    "third": 0.897,
    "held": 0.970,
    "fourth": 0.556,
    "fifth": 0.786,
    "sixth": 0.665,
    "seventh": 0.756,
    "eighth": 0.726,
    "ninth": 0.796,
    "tenth": 0.757,
    "eleventh": 0.610,
    "twelfth": 0.781,
    "thirteenth": 0.787,
    "fourteenth": 0.840,
    "fifteenth": 0.793,
    "sixteenth": 0.879,
    "seventeenth": 0.935,
    "eighteenth": 0.844,
    "nineteenth": 0.977,
    "twentieth": 0.902,
    "twentyfirst": 0.856,
    "twentysecond": 0.873,
    "twentythird": 0.850,
    "twentyfourth": 0.906,
    "twentyfifth": 0.902,
    "twentysixth": 0.906,
    "twentyseventh": 0.940,
    "twentyeighth": 0.933,
    "twentyninth": 0.935,
    "thirtieth": 0.927,
}
# One set alone says little, some briefs are easy: right and all slots of the last three, 60 briefs, at their first try.
# Those from the twenty-first on are by people who did not know the extractor.
LATEST = (446 + 463 + 434) / (478 + 495 + 468)
Slot = tuple[str, bool]


@cache
def _briefs() -> list[dict[str, Any]]:
    """All of them, read once: they take a second."""
    briefs: list[dict[str, Any]] = yaml.safe_load(BRIEFS.read_text(encoding="utf-8"))
    return briefs


def load(which: str | None = None) -> list[dict[str, Any]]:
    """Briefs, of one set or of all."""
    return [brief for brief in _briefs() if which in (None, brief["set"])]


def slots(draft: Draft, wanted: dict[str, Any]) -> Iterator[Slot]:
    """Each slot with whether it is right."""
    spec = draft.spec
    fields = {field.name: field for field in spec.fields}
    wanted = _settled(wanted, {*fields, *(item.key for item in spec.context)})
    labels = {item.value for item in spec.labels.items}
    if "events" in wanted:
        wanted["events"] = {_one_of(name, labels): extent for name, extent in wanted["events"].items()}
    yield from _sensors(draft, wanted)
    yield from _events(draft, wanted)
    for name, default in (("severity", "severity"), ("confidence", "confidence")):
        if name in wanted:
            field = fields.get(wanted[name].get("name", default))
            yield name, field is not None
            yield f"{name} scale", field is not None and _scale(field, wanted[name])
    if wanted.get("no_severity"):
        yield "no severity", "severity" not in fields
    for head, options in wanted.get("choices", {}).items():
        field = fields.get(head)
        yield f"choice {head}", field is not None and [o.value for o in field.options] == options
    for name in wanted.get("multiple", ()):
        yield f"several of {name}", name in fields and fields[name].multiple
    for name in wanted.get("notes", ()):
        yield f"note {name}", name in fields and fields[name].kind == "text"
    if wanted.get("no_notes"):
        yield "no notes", not any(field.kind == "text" for field in spec.fields)
    for name in wanted.get("required", ()):
        yield f"required {name}", name in fields and fields[name].required
    for name in wanted.get("optional", ()):
        yield f"optional {name}", name in fields and not fields[name].required
    for name, labels in wanted.get("when", {}).items():
        when = fields[name].when if name in fields else ()
        yield f"when {name}", [list(condition.labels) for condition in when] == [labels]
    keys = {item.key for item in spec.context}
    for key in wanted.get("context", ()):
        yield f"context {key}", key in keys
    for key in keys - set(wanted.get("context", ())):
        yield f"context {key} not asked for", False
    asked = {*wanted.get("notes", ()), *wanted.get("choices", ()), *wanted.get("when", ()), *wanted.get("more", ())}
    asked |= {wanted[name].get("name", name) for name in ("severity", "confidence") if name in wanted}
    asked |= {"failure_type"} if "nested" in wanted else set()
    for name in set(fields) - asked:
        yield f"field {name} not asked for", False
    yield "overlap", spec.project.overlap == wanted.get("overlap", Project().overlap)
    yield "predictions", spec.project.predictions == bool(wanted.get("predictions"))
    if "domain" in wanted:
        yield "domain", draft.domain == wanted["domain"]
    if "sampling" in wanted:
        yield "sampling", spec.project.sampling == wanted["sampling"]
    yield "kind", spec.kind == wanted.get("kind", "time series")


def _one_of(name: str, made: set[str]) -> str:
    names = name.split("|")
    return next((one for one in names if one in made), names[0])


def _settled(wanted: dict[str, Any], made: set[str]) -> dict[str, Any]:
    """Of names that are equally right, the one that the draft has; blanks in them are underscores."""

    def settle(name: str) -> str:
        return _one_of(name.replace(" ", "_"), made)

    settled = dict(wanted)
    for slot in ("choices", "when"):
        if slot in wanted:
            settled[slot] = {settle(name): value for name, value in wanted[slot].items()}
    for slot in ("notes", "required", "optional", "context", "multiple"):
        if slot in wanted:
            settled[slot] = [settle(name) for name in wanted[slot]]
    for slot in ("severity", "confidence"):
        if "name" in wanted.get(slot, {}):
            settled[slot] = {**wanted[slot], "name": settle(wanted[slot]["name"])}
    return settled


def _sensors(draft: Draft, wanted: dict[str, Any]) -> Iterator[Slot]:
    channels = {
        (channel.legend or channel.column).lower().replace("_", " "): channel for channel in draft.spec.channels
    }
    used: dict[str, str] = {}
    for name, unit in wanted.get("sensors", {}).items():
        found = next(
            (
                legend
                for one in name.split("|")
                for legend in channels
                if legend not in used.values() and set(one.split()) <= set(legend.split())
            ),
            None,
        )
        yield f"sensor {name}", found is not None
        if found is not None:
            used[name] = found
        if unit != "any":
            there = channels[found].unit if found else None
            yield (
                f"unit of {name}",
                there is not None and any(there == u or (there and u and same_unit(there, u)) for u in unit.split("|")),
            )
    for legend in set(channels) - set(used.values()):
        yield f"channel {legend} not asked for", False
    if "group" in wanted:
        groups = [channels[used[name]].group if name in used else "" for name in wanted["group"]]
        yield "group", len(set(groups)) == 1 and bool(groups[0])
    for name, limits in wanted.get("limits", {}).items():
        yield f"limits of {name}", name in used and channels[used[name]].range == tuple(limits)


def _events(draft: Draft, wanted: dict[str, Any]) -> Iterator[Slot]:
    items = {item.value: item for item in draft.spec.labels.items}
    for name, extent in wanted.get("events", {}).items():
        yield f"event {name}", name in items
        yield f"extent of {name}", name in items and (extent == "any" or items[name].extent == extent)
    if "events" in wanted:
        for name in set(items) - set(wanted["events"]) - {"none-of-these", "pop", "surge"}:
            yield f"label {name} not asked for", False
    for name, key in wanted.get("hotkeys", {}).items():
        yield f"hotkey of {name}", name in items and items[name].hotkey == key
    for name, color in wanted.get("colors", {}).items():
        yield f"color of {name}", name in items and items[name].color == color
    if "multiple_labels" in wanted:
        yield "several labels", draft.spec.labels.multiple
    for name, below in wanted.get("nested", {}).items():
        options = [o for field in draft.spec.fields for o in field.options if o.value == name]
        yield f"nested {name}", bool(options) and [o.value for o in options[0].options] == below


def _scale(field: Field, wanted: dict[str, Any]) -> bool:
    if field.kind not in wanted["kind"].split("|"):
        return False
    named = list(field.steps) or [option.value for option in field.options]
    if "steps" in wanted and named != wanted["steps"]:
        return False
    return all(getattr(field, name) == wanted[name] for name in ("min", "max") if name in wanted)


def measure(which: str, *, misses: bool = False) -> tuple[int, int]:
    """Right slots and all slots of a set of briefs."""
    right = total = 0
    for brief in load(which):
        found = list(slots(draft_spec(brief["brief"]), brief["slots"]))
        wrong = [name for name, is_right in found if not is_right]
        right, total = right + len(found) - len(wrong), total + len(found)
        if misses and wrong:
            print(f"{brief['name']}: {', '.join(wrong)}")
    return right, total


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--misses", action="store_true", help="print the slots that are wrong")
    parser.add_argument("--size", type=int, default=0, help="is there for all benchmarks; this one has one size")
    args = parser.parse_args()
    figures: dict[str, Any] = {}
    for which in [args.set] if args.set else SETS:
        right, total = measure(which, misses=args.misses)
        figures[which] = {"slots": total, "right": right, "share": round(right / total, 4)}
        print(f"{which}: {right} of {total} slots, {right / total:.1%}", flush=True)
    figures["first try"] = FIRST_TRY
    report(
        "drafting",
        figures,
        {
            "slots at first try, twenty-eighth to thirtieth set": {
                "goal": ">= 95%",
                "value": round(LATEST, 3),
                "met": LATEST >= 0.95,
            }
        },
    )


if __name__ == "__main__":
    main()
