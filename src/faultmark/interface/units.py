"""Units of measurement as people write them: in a header, in a brief, in a config."""

from __future__ import annotations

import re

__all__ = ["canonical_unit", "same_unit", "split_header", "unit_as_written", "unit_kind"]

# Canonical spelling: other spellings, compared without case, blanks and dots.
_SPELLINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "°C": (
        "temperature",
        (
            "c",
            "degc",
            "deg c",
            "celsius",
            "degreescelsius",
            "degree celsius",
            "degrees c",
            "degree c",
            "°c",
            "℃",
            "centigrade",
            "degrees centigrade",
            "degree centigrade",
            "celsius degree",
            "celsius degrees",
            "grad celsius",
        ),
    ),
    "°F": ("temperature", ("f", "degf", "degrees f", "fahrenheit", "degrees fahrenheit", "°f", "℉")),
    "K": ("temperature", ("kelvin",)),
    "bar": ("pressure", ("bars", "barg", "bara")),
    "mbar": ("pressure", ("millibar", "millibars")),
    "Pa": ("pressure", ("pascal", "pascals")),
    "kPa": ("pressure", ("kilopascal", "kilopascals")),
    "MPa": ("pressure", ("megapascal", "megapascals")),
    "hPa": ("pressure", ("hectopascal",)),
    "psi": ("pressure", ("psig", "psia")),
    "mmHg": ("pressure", ("millimeters of mercury", "torr")),
    "mm/s": (
        "vibration",
        (
            "mmps",
            "mm/sec",
            "mms",
            "mm per s",
            "mm per second",
            "mmpersec",
            "millimeters per second",
            "millimetres per second",
            "mm a second",
            "mm·s⁻¹",
        ),
    ),
    "in/s": ("vibration", ("ips", "inch/s", "inches per second", "in/sec")),
    "g": ("acceleration", ("grms", "gs", "g's", "g rms")),
    "m/s²": ("acceleration", ("m/s2", "m/s^2", "ms2", "mps2", "meters per second squared")),
    "µm": ("displacement", ("um", "μm", "micron", "microns", "micrometer", "micrometers")),
    "mm": ("displacement", ("millimeter", "millimeters", "millimetre", "millimetres")),
    "m": ("displacement", ("meter", "meters", "metre", "metres")),
    "m/s": ("speed", ("mps", "m/sec", "meters per second", "metres per second")),
    "km/h": ("speed", ("kmh", "kph", "km/hr", "kilometres per hour", "kilometers per hour", "kilometres an hour")),
    "mm/min": ("speed", ("millimetres per minute", "millimeters per minute")),
    "µε": ("strain", ("microstrain", "ustrain", "µstrain", "ue")),
    "bps": ("share", ("basis points", "bp")),
    "%RH": ("humidity", ("% rh", "percent rh", "% r.h.", "rh%", "percent relative humidity")),
    "mH2O": ("pressure", ("m h2o", "metres of water", "meters of water")),
    "mph": ("speed", ("miles per hour",)),
    "rpm": ("rotation", ("1/min", "r/min", "rev/min", "revolutions per minute", "min-1")),
    "Hz": ("frequency", ("hertz",)),
    "kHz": ("frequency", ("kilohertz",)),
    "A": ("current", ("amp", "amps", "ampere", "amperes")),
    "mA": ("current", ("milliamp", "milliamps", "milliampere")),
    "V": ("voltage", ("volt", "volts")),
    "mV": ("voltage", ("millivolt", "millivolts")),
    "kV": ("voltage", ("kilovolt", "kilovolts")),
    "W": ("power", ("watt", "watts")),
    "kW": ("power", ("kilowatt", "kilowatts")),
    "MW": ("power", ("megawatt", "megawatts")),
    "kWh": ("energy", ("kilowatt hour", "kilowatt hours")),
    "Nm": ("torque", ("n m", "n·m", "newton meter", "newton meters", "newton-meters", "newton metre", "newton metres")),
    "kN·m": (
        "torque",
        ("knm", "kn m", "kilonewton metre", "kilonewton metres", "kilonewton meters", "kilonewton-metres"),
    ),
    "MN": ("force", ("meganewton", "meganewtons")),
    "N": ("force", ("newton", "newtons")),
    "kN": ("force", ("kilonewton", "kilonewtons")),
    "l/min": (
        "flow",
        (
            "lpm",
            "l/m",
            "litres per minute",
            "liters per minute",
            "litres a minute",
            "liters a minute",
            "litre per minute",
            "ltr/min",
            "liter/min",
            "l per min",
            "slpm",
        ),
    ),
    "l/s": ("flow", ("lps", "litres per second", "liters per second")),
    "m³/h": ("flow", ("m3/h", "m3h", "m^3/h", "m3/hr", "cubic meters per hour", "cubic metres per hour", "cmh")),
    "kg/h": ("flow", ("kg/hr", "kg per hour")),
    "gpm": ("flow", ("gallons per minute", "gal/min")),
    "%": ("share", ("percent", "pct", "per cent", "percentage")),
    "ppm": ("concentration", ("parts per million",)),
    "pH": ("acidity", ()),
    "dB": ("level", ("decibel", "decibels", "dba", "db(a)")),
    "bpm": ("heart rate", ("beats per minute", "beats/min")),
    "breaths/min": ("respiration", ("brpm", "breaths per minute")),
    "ms": ("duration", ("millisecond", "milliseconds", "msec")),
    "s": ("duration", ("sec", "second", "seconds")),
    "Mbit/s": ("rate", ("mbps", "mbit", "megabits per second", "mb/s")),
    "Gbit/s": ("rate", ("gbps", "gigabits per second")),
    "kbit/s": ("rate", ("kbps",)),
    "B/s": ("rate", ("bytes/s", "bytes per second")),
    "packets/s": ("rate", ("pps", "packets per second", "packets/sec")),
    "requests/s": ("rate", ("rps", "qps", "requests per second", "req/s")),
    "USD": ("money", ("$", "us$", "dollar", "dollars", "usd$")),
    "EUR": ("money", ("€", "euro", "euros")),
    "CHF": ("money", ("francs", "swiss francs")),
    "GBP": ("money", ("£", "pounds sterling")),
    "L": ("volume", ("liter", "liters", "litre", "litres")),
    "m³": ("volume", ("m3", "m^3", "cubic meters")),
    "kg": ("mass", ("kilogram", "kilograms", "kilo")),
    "t": ("mass", ("tonne", "tonnes", "tons")),
    "lux": ("light", ("lx",)),
    "W/m²": ("irradiance", ("w/m2", "w/m^2", "watts per square meter")),
    "°": ("angle", ("deg", "degree", "degrees")),
    "mS/cm": ("conductivity", ("millisiemens per centimetre",)),
    "µS/cm": ("conductivity", ("us/cm", "μs/cm", "microsiemens")),
    "NTU": ("turbidity", ()),
    "cmH2O": ("pressure", ("cm h2o", "centimetres of water")),
    "mL": ("volume", ("ml", "millilitre", "millilitres", "milliliters")),
    "ml/min": ("flow", ("millilitres per minute", "milliliters per minute")),
    "l/h": ("flow", ("lph", "litres per hour", "liters per hour")),
    "m³/min": ("flow", ("m3/min",)),
    "m³/s": ("flow", ("m3/s",)),
    "Nm³/h": ("flow", ("nm3/h",)),
    "kg/s": ("flow", ()),
    "t/h": ("flow", ("tonnes per hour", "tons per hour", "tph")),
    "m/min": ("speed", ("metres per minute", "meters per minute")),
    "knots": ("speed", ("kn.", "kt", "kts", "knot")),
    "rad/s": ("rotation", ()),
    "°/s": ("rotation", ("deg/s",)),
    "cm": ("displacement", ("centimetre", "centimetres", "centimeters")),
    "km": ("displacement", ("kilometre", "kilometres", "kilometers")),
    "J": ("energy", ("joule", "joules")),
    "kJ": ("energy", ("kilojoule", "kilojoules")),
    "MWh": ("energy", ("megawatt hours",)),
    "kVA": ("power", ()),
    "kvar": ("power", ()),
    "Ω": ("resistance", ("ohm", "ohms")),
    "MΩ": ("resistance", ("megaohm", "megohm", "mohm")),
    "µA": ("current", ("microamp", "microamps", "ua")),
    "kA": ("current", ("kiloamp",)),
    "µV": ("voltage", ("microvolt", "microvolts", "uv")),
    "mT": ("magnetic field", ("millitesla",)),
    "GHz": ("frequency", ()),
    "MHz": ("frequency", ()),
    "dBm": ("level", ()),
    "ppb": ("concentration", ("parts per billion",)),
    "g/l": ("concentration", ()),
    "µg/m³": ("concentration", ("ug/m3", "µg/m3")),
    "µg/l": ("concentration", ("ug/l",)),
    "µmol/m²/s": ("light", ("umol/m2/s", "µmol m-2 s-1")),
    "mSv/h": ("dose", ()),
    "µSv/h": ("dose", ("usv/h",)),
    "MB/s": ("rate", ("megabytes per second",)),
    "GB": ("data", ("gigabyte", "gigabytes")),
    "MB": ("data", ("megabyte", "megabytes")),
    "µs": ("duration", ("us", "microseconds")),
    "h": ("duration", ("hours", "hrs")),
    "min": ("duration", ("minutes",)),
    "JPY": ("money", ("yen",)),
    "mg/l": ("concentration", ("mg/liter",)),
    "mg/dL": ("concentration", ()),
    "U/h": ("rate", ("units per hour",)),
    "mmol/l": ("concentration", ("mmol", "mmol/liter")),
}


def _key(text: str) -> str:
    return re.sub(r"[\s.]", "", text).lower()


_CANONICAL: dict[str, str] = {}
for _unit, (_kind, _others) in _SPELLINGS.items():
    for _other in (_unit, *_others):
        _CANONICAL.setdefault(_key(_other), _unit)
# Where case tells units apart, the exact spelling wins.
_EXACT = {unit: unit for unit in _SPELLINGS}
_IN_NAMES = frozenset(
    {"c", "f", "degc", "degf", "bar", "mbar", "psi", "kpa", "pa", "mpa", "hpa", "mmps", "mms", "rpm", "hz", "khz", "kw"}
    | {
        "mw",
        "a",
        "ma",
        "v",
        "mv",
        "kv",
        "w",
        "nm",
        "kn",
        "lpm",
        "gpm",
        "m3h",
        "pct",
        "percent",
        "ppm",
        "db",
        "bpm",
        "ms",
    }
    | {
        "um",
        "mm",
        "mbps",
        "gbps",
        "kbps",
        "pps",
        "rps",
        "usd",
        "eur",
        "chf",
        "kg",
        "kwh",
        "mmhg",
        "g",
        "celsius",
        "volts",
    }
    | {"amps", "watts", "mps2", "ms2", "mg/l", "l/min", "m/s", "mm/s", "k"}
)


def canonical_unit(text: str) -> str | None:
    """The usual spelling of a unit, or None for what is no unit that we know."""
    stripped = text.strip()
    return _EXACT.get(stripped) or _CANONICAL.get(_key(stripped))


_PREFIX = r"(?:[kMGmµμunp]|da|h)?"
_BASE = (
    r"(?:[gmslLtKAVWNJFTSHCB]|Hz|Pa|bar|Torr|rad|Wh|Ah|VA|var|mol|eV|cd|lm|lx|Ω|°|deg|arcsec|Sv|Gy|bit|Bq|H2O|[²³23])"
)
_PER = r"(?:min|h|d|day|week|year|hr|sec|kWh|cycle|shot)"
_COUNTED = (
    r"(?:%|°[A-Z][a-zA-Z]?|counts?|lots?|cycles?|chars?|sccm|slm|dB[A-Za-z]?|ppb|sps|min|[nudh]|day|week|year|shift)"
)
_WRITTEN = re.compile(rf"(?:{_PREFIX}{_BASE}|{_COUNTED})[²³23]?(?:[/·*^ -](?:{_PREFIX}{_BASE}|{_PER})[²³23]?-?\d?)*")


def unit_as_written(text: str) -> str:
    """A unit that stands where units stand, such as in brackets: known, or made of SI units; else empty.

    Case tells what short forms mean: ``nm`` is a length, and ``Nm`` a torque.
    """
    stripped = text.strip()
    if stripped == "nm":
        return stripped
    if known := canonical_unit(stripped):
        return known
    is_written = _WRITTEN.fullmatch(stripped) and not re.fullmatch(r"[a-z]|\d+|text|note|list|date|time|name", stripped)
    return stripped if is_written else ""


def same_unit(one: str, other: str) -> bool:
    """Whether two spellings mean the same unit."""
    if one.strip() == other.strip():
        return True
    first, second = canonical_unit(one), canonical_unit(other)
    return first is not None and first == second


def unit_kind(unit: str) -> str | None:
    """What a unit measures, such as pressure."""
    found = canonical_unit(unit)
    return None if found is None else _SPELLINGS[found][0]


def split_header(header: str) -> tuple[str, str]:
    """Take a column's name apart into the quantity and its unit: ``temp_C``, ``pressure [bar]``, ``I_motor / A``.

    Returns
    -------
    tuple
        The name in words, and the unit as one writes it; empty where the header has none.
    """
    text = header.strip()
    bracket = re.fullmatch(r"(.+?)\s*[\[(]\s*([^\])]+?)\s*[\])]", text)
    if bracket:
        return _words(bracket[1]), canonical_unit(bracket[2]) or bracket[2]
    slash = re.fullmatch(r"(.+?)\s+(?:/|in)\s+(\S+)", text) or re.fullmatch(r"(\w+)/(\S+)", text)
    if slash and canonical_unit(slash[2]):
        return _words(slash[1]), canonical_unit(slash[2]) or ""
    tail = re.fullmatch(r"(.+)[_\s-]([^_\s-]+)", text)
    if tail and tail[2].lower() in _IN_NAMES:
        unit = canonical_unit(tail[2])
        # A single letter may number phases or sensors: a lower-case one is no unit.
        if unit and (len(tail[2]) > 1 or tail[2].isupper()) and not _is_lettered(tail[1], tail[2]):
            return _words(tail[1]), unit
    double = re.fullmatch(r"(.+?)_(mm|m|l|mg|kg|w)_(s2|s|min|h|m2|l)", text, re.IGNORECASE)
    if double and (unit := canonical_unit(f"{double[2]}/{double[3]}")):
        return _words(double[1]), unit
    return _words(text), ""


def _is_lettered(name: str, letter: str) -> bool:
    """Whether a letter at the end numbers things, as in ``phase_A``."""
    return len(letter) == 1 and bool(
        re.search(r"(phase|line|sensor|channel|pump|axis|unit|motor|ch)$", name, re.IGNORECASE)
    )


def _words(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("_", " ").replace("-", " ").replace(".", " "))
    return re.sub(r"\s+", " ", spaced).strip()
