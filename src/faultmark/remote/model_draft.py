"""Drafting by a language model at an OpenAI-compatible endpoint, corrected by the same checks as everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from faultmark.errors import ConfigError, FaultmarkError, Remedy
from faultmark.interface.lint import lint_config
from faultmark.interface.sample import Sample
from faultmark.interface.spec import InterfaceSpec, dump_yaml, json_schema, parse_spec
from faultmark.interface.xml import write_xml

__all__ = ["ROUNDS", "draft_by_model", "message_of"]

ROUNDS = 3
"""How often a model may correct what it wrote."""

_ROLE = (
    "You write specifications of labeling interfaces for time series. Answer with one YAML document that follows the "
    "JSON Schema, and nothing else. Use only the columns that are listed."
)


def message_of(brief: str, sample: Sample | None, start: InterfaceSpec) -> str:
    """All that a model is sent: the brief, names and inferred types of columns, a first draft, and the schema."""
    parts = [f"Brief:\n{brief}"]
    if sample is not None:
        columns = []
        for column in sample.columns:
            kind = "number" if column.numeric else "text"
            columns.append(f"- {column.name}: {'time' if column.name == sample.time_column else kind}")
        parts.append("Columns of the file:\n" + "\n".join(columns))
    parts.append(f"First draft:\n{dump_yaml(start)}")
    parts.append(f"JSON Schema:\n{json.dumps(json_schema())}")
    return "\n\n".join(parts)


def draft_by_model(  # noqa: PLR0917 - what a model needs
    brief: str,
    sample: Sample | None,
    start: InterfaceSpec,
    model: str,
    url: str,
    key: str | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> InterfaceSpec:
    """Let a model draft.

    Parameters
    ----------
    brief, sample, start:
        The description, the file (of which only column names and types are sent), and the draft to begin with.
    model, url, key:
        The model's name, the endpoint's address, and its key, if it wants one.
    say:
        Told what was wrong with each answer.

    Raises
    ------
    ConfigError
        ``draft.model.unreachable``, or ``draft.model.wrong`` when the answer is still wrong after all rounds.
    """
    import openai  # noqa: PLC0415 - takes a second to load

    client = openai.OpenAI(base_url=url, api_key=key or "none", max_retries=1, timeout=120)
    messages = [{"role": "system", "content": _ROLE}, {"role": "user", "content": message_of(brief, sample, start)}]
    fault = ""
    for number in range(1, ROUNDS + 1):
        try:
            answer = client.chat.completions.create(model=model, messages=messages, temperature=0)  # type: ignore[arg-type]
        except openai.OpenAIError as error:
            raise ConfigError(
                "draft.model.unreachable",
                f"The model at {url} does not answer: {error}.",
                remedies=(Remedy("Check --model-url, or draft without --model."),),
            ) from error
        text = answer.choices[0].message.content or ""
        spec, fault = _checked(text, sample)
        if spec is not None:
            return spec
        say(f"Round {number}: {fault}")
        messages += [
            {"role": "assistant", "content": text},
            {"role": "user", "content": f"This is wrong: {fault}\nAnswer with the whole corrected YAML document."},
        ]
    raise ConfigError(
        "draft.model.wrong",
        f"The model's answer is still wrong after {ROUNDS} rounds: {fault}",
        remedies=(Remedy("Draft without --model, which needs none."),),
    )


def _checked(text: str, sample: Sample | None) -> tuple[InterfaceSpec | None, str]:
    block = re.search(r"```(?:ya?ml|json)?\s*\n(.*?)```", text, re.DOTALL)
    try:
        spec = parse_spec(block[1] if block else text, "answer")
    except FaultmarkError as error:
        return None, str(error)
    errors = [entry for entry in lint_config(write_xml(spec), sample) if entry.severity == "error"]
    return (None, " ".join(f"{e.code} {e.message} {e.fix}" for e in errors)) if errors else (spec, "")
