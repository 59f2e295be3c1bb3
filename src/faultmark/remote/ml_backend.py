"""The detectors as a Label Studio ML backend, for any installation, as a WSGI application.

Its protocol: ``GET health``, ``GET versions``, ``POST setup``, ``validate``, ``predict``, ``train`` and ``webhook``.
Telemetry is read through the store, from the folders that Label Studio itself reads: nothing is downloaded again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from faultmark.actions.predict_series import predict_series
from faultmark.detect import LEAST, MODEL_VERSION
from faultmark.detect.registry import composition, installed_detectors
from faultmark.errors import ConfigError, FaultmarkError
from faultmark.labels.config import parse_config
from faultmark.remote.telemetry import Folders, open_series, value_of
from faultmark.store.series_store import SeriesStore

__all__ = ["MLBackend"]

_MOST_BYTES = 64 << 20
_INTERACTIVE_LEAST = 0.2

Answer = tuple[int, Mapping[str, Any]]
_REASONS = {200: "OK", 201: "Created", 400: "Bad Request", 404: "Not Found", 413: "Content Too Large"}


class MLBackend:
    """The WSGI application. Safe to call from many threads: detectors keep nothing between calls."""

    def __init__(self, store: SeriesStore, folders: Folders, least: float = LEAST) -> None:
        self.store = store
        self.folders = folders
        self.least = least
        self._routes: dict[tuple[str, str], Callable[[Mapping[str, Any]], Answer]] = {
            ("GET", "health"): self._health,
            ("GET", ""): self._health,
            ("GET", "versions"): lambda _body: (200, {"versions": [MODEL_VERSION]}),
            ("POST", "setup"): self._setup,
            ("POST", "validate"): self._validate,
            ("POST", "predict"): self._predict,
            # Verdicts are learnt from where they are kept; here they are only taken note of.
            ("POST", "train"): lambda _body: (201, {"status": "ok"}),
            ("POST", "webhook"): lambda _body: (201, {"status": "ok"}),
        }

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request with JSON."""
        status, value = self._answer(environ)
        body = json.dumps(value, ensure_ascii=False).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status} {_REASONS[status]}", headers)
        return [body]

    def _answer(self, environ: Mapping[str, Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "").strip("/")
        route = self._routes.get((method, path))
        if route is None:
            return 404, {"error": f"There is no {method} /{path}."}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > _MOST_BYTES:
            return 413, {"error": f"A request may have {_MOST_BYTES >> 20} MB."}
        try:
            body = json.loads(environ["wsgi.input"].read(length) or b"{}") if method == "POST" else {}
        except ValueError as error:
            return 400, {"error": f"The request is no JSON: {error}."}
        if not isinstance(body, dict):
            return 400, {"error": "The request is no JSON object."}
        try:
            return route(body)
        except FaultmarkError as error:
            return 400, {"error": str(error), **error.as_dict()}

    @staticmethod
    def _health(_body: Mapping[str, Any]) -> Answer:
        return 200, {"status": "UP", "model_class": "faultmark", "model_version": MODEL_VERSION}

    @staticmethod
    def _setup(body: Mapping[str, Any]) -> Answer:
        if body.get("schema"):
            _checked(str(body["schema"]))
        return 200, {"model_version": MODEL_VERSION}

    @staticmethod
    def _validate(body: Mapping[str, Any]) -> Answer:
        _checked(str(body.get("config") or body.get("label_config") or ""))
        return 200, {"valid": True, "model_version": MODEL_VERSION}

    def _predict(self, body: Mapping[str, Any]) -> Answer:
        config = str(body.get("label_config") or "")
        _checked(config)
        tasks = body.get("tasks")
        if not isinstance(tasks, list):
            return 400, {"error": "The request has no list of tasks."}
        params = body.get("params")
        context = params.get("context") if isinstance(params, dict) else None
        window = _window(context)
        return 200, {"results": [self._one(task, config, window) for task in tasks], "model_version": MODEL_VERSION}

    def _one(self, task: Any, config: str, window: tuple[Any, Any] | None) -> dict[str, Any]:
        """The prediction of one task; what is wrong with it is told in its place, and the others go on."""
        try:
            data = task["data"]
            schema = parse_config(config)
            series = open_series(self.store, self.folders.find(value_of(data, schema)), schema)
            extra, _ = installed_detectors()
            least = self.least if window is None else min(self.least, _INTERACTIVE_LEAST)
            detectors = composition(extra, least=least)
            written, faults = predict_series(series, config, data, detectors, path_of=self.folders.find)
        except FaultmarkError as error:
            return {"model_version": MODEL_VERSION, "score": 0.0, "result": [], "error": str(error)}
        except (KeyError, TypeError, OSError) as error:
            said = f"The task cannot be read: {type(error).__name__} {error}."
            return {"model_version": MODEL_VERSION, "score": 0.0, "result": [], "error": said}
        items = written.items if window is None else [item for item in written.items if _touches(item, *window)]
        result: dict[str, Any] = {"model_version": MODEL_VERSION, "score": written.score, "result": items}
        if faults:
            result["error"] = " ".join(str(fault) for fault in faults)
        return result


def _checked(config: str) -> None:
    schema = parse_config(config)
    if schema.object is None:
        raise ConfigError("config.object.missing", "The labeling config declares no TimeSeries.")
    if not schema.label_controls:
        raise ConfigError("config.labels.missing", "The labeling config has no TimeSeriesLabels.")


def _window(context: Any) -> tuple[Any, Any] | None:
    """Start and end of what the person has just drawn, in an interactive request; None in any other."""
    items = context.get("result") if isinstance(context, dict) else None
    for item in reversed(items if isinstance(items, list) else []):
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, dict) and "start" in value and "end" in value:
            return value["start"], value["end"]
    return None


def _touches(item: Mapping[str, Any], start: Any, end: Any) -> bool:
    value = item["value"]
    try:
        return bool(value["start"] <= end and value["end"] >= start)
    except TypeError:
        return False
