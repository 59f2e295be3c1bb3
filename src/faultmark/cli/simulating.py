"""Writing a simulated run to a file, whole or not at all."""

from __future__ import annotations

import json
import time
from pathlib import Path

from faultmark.cli.output import count, data_size, duration, out, progress_bar
from faultmark.durable import replace_file, replacing
from faultmark.errors import ConfigError, Place, Remedy
from faultmark.simulate import Scenario, Simulation
from faultmark.simulate.writers import write_csv, write_parquet

__all__ = ["simulate_file"]

_WRITERS = {".csv": write_csv, ".parquet": write_parquet}


def simulate_file(scenario: Scenario, target: Path, *, truth: bool, force: bool) -> None:
    """Write the run of ``scenario`` to ``target`` and, with ``truth``, its ground truth beside it.

    Raises
    ------
    ConfigError
        For an unknown kind of file, a missing folder, or a file that is there already.
    """
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise ConfigError(
            "simulate.suffix", f"No writer for {target.suffix or 'a file without suffix'}.", expected=".csv or .parquet"
        )
    answers = target.with_suffix(".truth.json")
    if not target.parent.is_dir():
        raise ConfigError(
            "simulate.folder",
            "The folder is missing.",
            place=Place(str(target.parent)),
            remedies=(Remedy("Make it, or name another."),),
        )
    for path in (target, answers):
        if path.exists() and not force and (truth or path == target):
            raise ConfigError(
                "simulate.exists",
                "The file is there already.",
                place=Place(str(path)),
                remedies=(Remedy("Choose another name, or overwrite it with --force."),),
            )
    began = time.perf_counter()
    simulation = Simulation(scenario)
    with progress_bar() as bar, replacing(target) as file:
        task = bar.add_task(target.name, total=scenario.samples, unit="samples", note="")
        writer(simulation, file, lambda done: bar.update(task, completed=done))
    if truth:
        replace_file(answers, (json.dumps(simulation.truth(), indent=1, ensure_ascii=False) + "\n").encode())
    seconds = time.perf_counter() - began
    out.print(
        f"{target}: {count(scenario.samples)} samples × {len(simulation.sensors)} channels, "
        f"{duration(scenario.samples * scenario.step / 1e9)}, {data_size(target.stat().st_size)} in {duration(seconds)}"
    )
    if truth:
        out.print(f"{answers}: {count(len(simulation.events()))} events")
