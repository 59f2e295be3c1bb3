"""What ``faultmark interface draft`` does with its brief."""

from __future__ import annotations

from typing import Literal

import typer

from faultmark.errors import ConfigError, Remedy
from faultmark.interface.drafting import Draft, draft_spec
from faultmark.interface.lint import lint_config
from faultmark.interface.sample import Sample
from faultmark.interface.spec import InterfaceSpec, dump_json, dump_yaml
from faultmark.interface.xml import write_xml

__all__ = ["draft_interface", "explained"]


def draft_interface(
    brief: str,
    sample: Sample | None,
    fmt: Literal["yaml", "json", "xml"] = "yaml",
    *,
    explain: bool = True,
    model: str | None = None,
    url: str | None = None,
    key: str | None = None,
) -> str:
    """Draft, explain on stderr, and return the text of the specification or of its config."""
    draft = draft_spec(brief, sample)
    spec = draft.spec
    if explain:
        typer.echo(explained(draft), err=True, nl=False)
    if model is not None:
        spec = _by_model(brief, sample, spec, model, url, key)
    for entry in lint_config(write_xml(spec), sample):
        if entry.severity != "note":
            typer.echo(f"{entry.severity} {entry.code} {entry.message} {entry.fix}", err=True)
    return {"yaml": dump_yaml, "json": dump_json, "xml": write_xml}[fmt](spec)


def explained(draft: Draft) -> str:
    """Which words led to what, and what was assumed."""
    lines = ["Because the brief (or the sample) says so:"]
    lines += [f"  {reason.part:24} {reason.made:28} “{reason.words[:90]}”" for reason in draft.reasons]
    if draft.assumptions:
        lines += ["Assumed:", *(f"  {assumption.text}" for assumption in draft.assumptions)]
    return "\n".join(lines) + "\n"


def _by_model(
    brief: str, sample: Sample | None, start: InterfaceSpec, model: str, url: str | None, key: str | None
) -> InterfaceSpec:
    from faultmark.remote.model_draft import draft_by_model

    if not url:
        raise ConfigError(
            "draft.model.unnamed",
            f"There is no address for the model {model!r}.",
            remedies=(Remedy("Give --model-url, or set FAULTMARK_MODEL_URL, as in http://localhost:11434/v1"),),
        )
    typer.echo(f"The model {model} at {url} is sent the brief, column names and types; no values.", err=True)
    return draft_by_model(brief, sample, start, model, url, key, lambda text: typer.echo(text, err=True))
