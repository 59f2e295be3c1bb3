"""Any specification there can be, for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from faultmark.interface.spec import InterfaceSpec

_ALPHABET = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="$\ufffe\uffff"
) | st.sampled_from("\"'<>&\n\t,:()%")
words = st.text(_ALPHABET, min_size=1, max_size=12).map(str.strip).filter(lambda t: t and not t.startswith("$"))
plain = words.map(lambda t: "".join(c for c in t if c not in ",():").strip()).filter(bool)
texts = st.just("") | words
titles = st.just("") | plain | st.just("How bad (1 to 5)")
names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,10}", fullmatch=True)
colors = st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True) | st.sampled_from(["red", "teal"])
numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def options(draw: st.DrawFn, values: list[str], depth: int = 1) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    while values and (not made or draw(st.booleans())):
        own: dict[str, Any] = {"value": values.pop(), "hint": draw(texts)}
        if depth and values and draw(st.booleans()):
            own["options"] = draw(options(values, depth - 1))
        made.append(own)
    return made


@st.composite
def fields(draw: st.DrawFn, name: str, labels: list[str], earlier: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["choice", "rating", "number", "text"]))
    required = draw(st.booleans())
    own: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "title": draw(titles),
        "scope": draw(st.sampled_from(["region", "task"])),
        "required": required,
        "message": draw(texts) if required else "",
    }
    if kind == "choice":
        own["options"] = draw(options(draw(st.lists(plain, min_size=1, max_size=6, unique=True))))
        own["multiple"] = draw(st.booleans())
    elif kind == "rating":
        steps = draw(st.just([]) | st.lists(plain, min_size=2, max_size=6))
        own |= {"steps": steps, "max": len(steps)} if steps else {"max": draw(st.none() | st.integers(1, 20))}
    elif kind == "number":
        low, steps = draw(st.integers(-9, 9)), draw(st.lists(plain, min_size=2, max_size=5) | st.just([]))
        if steps:
            own |= {"steps": steps, "min": low, "max": low + len(steps) - 1, "step": 1}
        else:
            own |= {"min": draw(st.none() | st.just(low)), "max": draw(st.none() | st.integers(10, 99))}
    else:
        own |= {"rows": draw(st.none() | st.integers(1, 9)), "placeholder": draw(texts)}
    own["when"] = draw(conditions(own, labels, earlier))
    return own


@st.composite
def conditions(
    draw: st.DrawFn, own: dict[str, Any], labels: list[str], earlier: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What a field waits for: nothing, labels, choices with what these wait for, in any nesting."""
    choices = [f for f in earlier if f["kind"] == "choice" and not (f["scope"] == "region" and own["scope"] == "task")]
    safe = [label for label in labels if "," not in label]
    made: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 2))):
        if choices and draw(st.booleans()):
            other = draw(st.sampled_from(choices))
            picked = {"field": other["name"], "choices": [other["options"][0]["value"]]}
            made += [condition for condition in (*other["when"], picked) if condition not in made]
        elif safe:
            picked = {"labels": draw(st.lists(st.sampled_from(safe), min_size=1, max_size=2, unique=True))}
            made += [picked] if picked not in made else []
    return made


@st.composite
def specs(draw: st.DrawFn) -> InterfaceSpec:
    taken = draw(st.lists(names, min_size=3, max_size=6, unique=True))
    labels = draw(st.lists(words, min_size=1, max_size=5, unique=True))
    items = [
        {
            "value": label,
            "color": draw(colors),
            "hotkey": str(number + 1) if draw(st.booleans()) else None,
            "extent": draw(st.sampled_from(["range", "instant", "either"])),
            "hint": draw(texts),
        }
        for number, label in enumerate(labels)
    ]
    made: list[dict[str, Any]] = []
    for name in taken[2:]:
        made.append(draw(fields(name, labels, made)))
    values: dict[str, Any] = {
        "name": taken[0],
        "value": draw(names),
        "labels": {"name": taken[1], "title": draw(titles), "multiple": draw(st.booleans()), "items": items},
        "fields": made,
        "context": [{"key": key, "title": draw(plain)} for key in draw(st.lists(names, max_size=3, unique=True))],
    }
    if draw(st.booleans()):
        return InterfaceSpec.model_validate({**values, "kind": "audio"})
    headless = draw(st.booleans())
    columns = [str(n) for n in range(4)] if headless else draw(st.lists(plain, min_size=1, max_size=4, unique=True))
    groups = draw(st.lists(st.sampled_from(["", "one", "two"]), min_size=4, max_size=4).map(sorted))
    channels = [
        {
            "column": column,
            "legend": draw(texts),
            "unit": draw(texts),
            "format": draw(st.sampled_from(["", ",.1f"])),
            "range": draw(st.none() | st.tuples(st.integers(-9, 0), numbers.filter(lambda n: n > 0))),
            "color": draw(colors),
            "height": draw(st.none() | st.integers(20, 300)),
            "group": group,
            "overview": draw(st.booleans()),
        }
        for column, group in zip(columns, groups, strict=False)
    ]
    time = {"column": "5" if headless else "the time", "format": draw(st.sampled_from(["", "%Y-%m-%d %H:%M:%S"]))}
    values |= {
        "channels": channels,
        "headless": headless,
        "time": time if draw(st.booleans()) or headless else {},
        "separator": draw(st.sampled_from([",", ";", "tab", "|", "space", "auto"])),
    }
    if not headless and all(channel["column"].isdecimal() for channel in channels):
        # Without a header there would be no telling whether a number is a name.
        values["channels"][0]["column"] += "x"
    return InterfaceSpec.model_validate(values)
