"""Templates: a specification and a small generated sample for each domain, ready to deploy."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["TEMPLATES", "template_spec", "write_template"]

Floats = npt.NDArray[np.float64]

_START = np.datetime64("2026-03-02T00:00:00")
_METADATA = {
    "predictive-maintenance": "machine_id,plant,maintenance_history\nP-301,Basel,bearing replaced 2025-11-03",
    "audio-waveform": "machine_id,recording_device\nG-12,microphone at the gearbox",
    "financial-transactions": "account_id,country,merchant_category\nA-1047,CH,electronics",
    "network-traffic": "host,subnet,owner\nedge-07,10.4.0.0/16,operations",
    "clinical-telemetry": "patient_id,age,ward\nsynthetic-1,64,ICU 2",
}
TEMPLATES = tuple(_METADATA)


def template_spec(name: str) -> str:
    """The text of a template's specification.

    Raises
    ------
    ConfigError
        ``template.unknown``.
    """
    if name not in TEMPLATES:
        raise ConfigError(
            "template.unknown",
            f"There is no template {name!r}.",
            remedies=(Remedy(f"Use one of {', '.join(TEMPLATES)}."),),
        )
    return (resources.files("faultmark.cli") / "templates" / f"{name}.yaml").read_text(encoding="utf-8")


def write_template(name: str, folder: Path) -> list[Path]:
    """Write spec.yaml, a sample and metadata.csv into a folder; files that are there are never overwritten.

    Raises
    ------
    ConfigError
        ``template.unknown`` or ``template.exists``.
    """
    spec = template_spec(name)
    sample, content = _SAMPLES[name](np.random.default_rng(7))
    header, row = _METADATA[name].split("\n")
    files = {
        "spec.yaml": spec.encode(),
        sample: content,
        "metadata.csv": f"file,{header}\n{sample},{row}\n".encode(),
    }
    for file in files:
        if (folder / file).exists():
            raise ConfigError(
                "template.exists",
                "The file is there already.",
                place=Place(str(folder / file)),
                remedies=(Remedy("Name another folder."),),
            )
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        (folder / file).write_bytes(data)
    return [folder / file for file in files]


def _csv(seconds: int, **columns: Floats) -> bytes:
    size = len(next(iter(columns.values())))
    times = _START + (seconds * np.arange(size)).astype("timedelta64[s]")
    lines = [",".join(["time", *columns])]
    text = [np.char.replace(times.astype("datetime64[s]").astype(str), "T", " ")]
    text += [np.char.mod("%.3f", values) for values in columns.values()]
    lines += [",".join(row) for row in zip(*text, strict=True)]
    return ("\n".join(lines) + "\n").encode()


def _wander(random: np.random.Generator, size: int, scale: float) -> Floats:
    noise = random.normal(0, scale, size)
    return np.convolve(noise, np.ones(25) / 5, mode="same").astype(np.float64)


def _machine(random: np.random.Generator) -> tuple[str, bytes]:
    size = 7200
    vibration: Floats = 2.4 + 0.1 * random.normal(size=size)
    vibration[3000:4800] += np.linspace(0, 3, 1800)
    vibration[6100] = 14
    temperature = 58 + _wander(random, size, 0.2)
    temperature[5200:] += 6
    pressure = 5.2 + 0.03 * random.normal(size=size)
    pressure[1500:1540] = 1.1
    return "sample.csv", _csv(1, vibration=vibration, temperature=temperature, pressure=pressure)


def _sound(random: np.random.Generator) -> tuple[str, bytes]:
    rate, seconds = 16_000, 8
    at = np.arange(rate * seconds) / rate
    sound = 0.1 * np.sin(2 * np.pi * 120 * at) + 0.02 * random.normal(size=at.size)
    sound[(at > 2) & (at < 3.2)] += 0.15 * np.sin(2 * np.pi * 3100 * at[(at > 2) & (at < 3.2)])
    for moment in (1.0, 4.4, 6.3):
        sound[int(moment * rate) : int(moment * rate) + 60] += 0.7
    sound[(at > 5) & (at < 5.3)] = 0
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return "sample.wav", data.getvalue()


def _transactions(random: np.random.Generator) -> tuple[str, bytes]:
    size = 1440
    hour = np.arange(size) % 24
    busy = 30 + 40 * np.exp(-(((hour - 14) / 5) ** 2))
    transactions = random.poisson(busy).astype(np.float64)
    amount: Floats = transactions * random.gamma(8, 6, size)
    declined = np.clip(random.normal(2, 0.6, size), 0, None)
    transactions[500:520] += 300
    declined[500:520] = random.normal(62, 4, 20)
    amount[900:990] *= 4
    amount[1200] += 90_000
    return "sample.csv", _csv(3600, amount_eur=amount, transactions=transactions, decline_rate_pct=declined)


def _network(random: np.random.Generator) -> tuple[str, bytes]:
    size = 3600
    packets = random.gamma(20, 60, size)
    bytes_in, bytes_out = packets * random.gamma(30, 12, size), packets * random.gamma(30, 8, size)
    connections = 240 + _wander(random, size, 6)
    packets[800:1000] *= 14
    bytes_out[2000:2300] *= 9
    connections[2700:2760] += 2500
    for values in (packets, bytes_in, bytes_out, connections):
        values[3200:3240] = 0
    return "sample.csv", _csv(
        1, packets_pps=packets, bytes_in=bytes_in, bytes_out=bytes_out, connections=np.abs(connections)
    )


def _patient(random: np.random.Generator) -> tuple[str, bytes]:
    size = 5400
    rate = 76 + _wander(random, size, 1.5)
    saturation = np.clip(97 + _wander(random, size, 0.3), 0, 100)
    pressure = 92 + _wander(random, size, 2)
    rate[1000:1400] += 62
    saturation[2400:2700] -= np.concatenate([np.linspace(0, 19, 150), np.linspace(19, 0, 150)])
    pressure[3600:4100] -= 38
    rate[4800:4815] = 0
    return "sample.csv", _csv(1, heart_rate_bpm=rate, spo2_pct=saturation, abp_mmhg=pressure)


_SAMPLES: dict[str, Callable[[np.random.Generator], tuple[str, bytes]]] = {
    "predictive-maintenance": _machine,
    "audio-waveform": _sound,
    "financial-transactions": _transactions,
    "network-traffic": _network,
    "clinical-telemetry": _patient,
}
