"""The command line as a person meets it: quick to answer, plain about mistakes, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faultmark import __version__
from faultmark.cli.main import app

FAULTMARK = Path(sys.executable).parent / "faultmark"


def run(*arguments: str | Path, data: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own, far from this one's settings."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("FAULTMARK", "LABEL_STUDIO"))}
    environment["FAULTMARK_DATA_DIR"] = str(data)
    done = subprocess.run(
        [str(FAULTMARK), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['faultmark', '--help']\n"
        "from faultmark.cli.main import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pyarrow', 'pandas', 'django', 'rich.table', 'label_studio', 'core', 'pydantic_settings'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout
    for command in (
        "start",
        "demo",
        "check",
        "user",
        "ingest",
        "simulate",
        "deploy",
        "interface",
        "mcp",
        "skill",
        "manage",
        "version",
    ):
        assert f"\n  {command} " in done.stdout


def test_ingest_and_simulate_do_not_load_label_studio(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from faultmark.cli.main import app\n"
        f"for line in (['simulate', {str(tmp_path / 'a.csv')!r}, '--samples', '100'],"
        f" ['ingest', {str(tmp_path / 'a.csv')!r}, '--data-dir', {str(tmp_path / 'd')!r}]):\n"
        "    assert CliRunner().invoke(app, line).exit_code == 0\n"
        "print('HEAVY', sorted({'django', 'label_studio', 'core'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_version(data: Path) -> None:
    assert run("version", data=data).stdout == f"faultmark {__version__}\n"


def test_unknown_commands_and_options_are_usage_errors(data: Path) -> None:
    assert "No such command" in run("lable", data=data, code=2).stderr
    assert "--sampels" in run("simulate", "x.csv", "--sampels", "4", data=data, code=2).stderr


# --- simulate -----------------------------------------------------------------------------------------------------


def test_simulate_writes_the_file_and_its_truth(tmp_path: Path, data: Path) -> None:
    done = run("simulate", tmp_path / "pump.csv", "--samples", "20k", "--seed", "3", data=data)
    assert "20,000 samples × 8 channels" in done.stdout
    lines = (tmp_path / "pump.csv").read_text().splitlines()
    assert len(lines) == 20_001
    assert lines[1].startswith("2026-03-02 08:00:00,"), "a short run shows a running pump"
    truth = json.loads((tmp_path / "pump.truth.json").read_text())
    assert truth["samples"] == 20_000
    assert truth["events"]
    assert truth["metadata"]["regimes"]
    assert {path.name for path in tmp_path.iterdir()} == {"pump.csv", "pump.truth.json"}


def test_simulate_never_overwrites_unasked(tmp_path: Path, data: Path) -> None:
    target = tmp_path / "pump.csv"
    target.write_text("mine")
    done = run("simulate", target, "--samples", "10", data=data, code=1)
    assert "--force" in done.stderr
    assert str(target) in done.stderr
    assert target.read_text() == "mine"
    run("simulate", target, "--samples", "10", "--force", "--no-truth", data=data)
    assert len(target.read_text().splitlines()) == 11


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["out.xlsx"], 1, ".csv or .parquet"),
        (["missing/out.csv"], 1, "folder is missing"),
        (["out.csv", "--samples", "0"], 1, "1 to 10000000000"),
        (["out.csv", "--samples", "many"], 2, "5M"),
        (["out.csv", "--samples", "2.5"], 2, "whole number"),
        (["out.csv", "--step", "1 fortnight"], 2, "100ms"),
        (["out.csv", "--start", "yesterday"], 2, "2026-03-02T08:00:00Z"),
        (["out.csv", "--seed", "-1"], 2, "--seed"),
    ],
)
def test_simulate_says_what_it_wants_instead(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["simulate", *arguments])
    assert result.exit_code == code
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2026-05-05T10:00:00Z", "2026-05-05 10:00:00"),
        ("2026-05-05T10:00:00+02:00", "2026-05-05 08:00:00"),
        ("2026-05-05", "2026-05-05 00:00:00"),
        ("2026-05-05T10:00:00.000001", "2026-05-05 10:00:00.000001"),
    ],
)
def test_a_start_is_taken_to_the_microsecond_and_is_utc(typed: str, first: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["simulate", str(tmp_path / "a.csv"), "--samples", "2", "--start", typed])
    assert result.exit_code == 0
    assert (tmp_path / "a.csv").read_text().splitlines()[1].split(",")[0] == first


# --- ingest -------------------------------------------------------------------------------------------------------


def test_ingest_reports_the_series_and_recognises_it(tmp_path: Path, data: Path) -> None:
    run("simulate", tmp_path / "pump.csv", "--samples", "5000", data=data)
    said = run("ingest", tmp_path / "pump.csv", data=data).stdout
    assert "5,000 rows × 8 channels" in said
    assert "every 1.00 s" in said
    first = json.loads(run("ingest", tmp_path / "pump.csv", "--json", data=data).stdout)
    assert first["reused"] is True
    assert first["rows"] == 5000
    assert first["channels"][0] == "vibration_de"


def test_one_bad_file_does_not_stop_the_batch_and_the_end_lists_what_failed(tmp_path: Path, data: Path) -> None:
    good, back, binary = tmp_path / "good.csv", tmp_path / "back.csv", tmp_path / "image.csv"
    good.write_text("time,a\n2026-01-01T00:00:00,1\n2026-01-01T00:00:01,2\n")
    back.write_text("time,a\n2026-01-01T00:00:01,1\n2026-01-01T00:00:00,2\n")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = run("ingest", back, binary, tmp_path / "gone.csv", tmp_path, good, data=data, code=1)
    assert "good.csv: 2 rows × 1 channel" in done.stdout.replace("\n", "")
    assert "back.csv, line 3, column 'time'" in done.stderr
    assert "--sort" in done.stderr
    assert "4 of 5 files failed" in done.stderr
    run("ingest", back, "--sort", data=data)


def test_json_output_is_one_object_a_file_also_for_failures(tmp_path: Path, data: Path) -> None:
    (tmp_path / "a.csv").write_text("time,a\n2026-01-01,1\n2026-01-02,x\n")
    (tmp_path / "b.csv").write_text("time,a\n2026-01-01,1\n2026-01-02,2\n")
    done = run("ingest", tmp_path / "a.csv", tmp_path / "b.csv", "--columns", "a", "--json", data=data, code=1)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["error"]["line"] == 3
    assert first["error"]["column"] == "a"
    assert second["series"]


@pytest.mark.parametrize("content", [b"", b"\n", b"time,a\n", b"\xff\xfe\x00", b"a;b\n1;2\n", b'"open,1\n2,3\n'])
def test_ugly_files_are_faults_with_a_place_not_crashes(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ugly.csv"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["ingest", str(path), "--time-column", "time", "--data-dir", str(tmp_path / "d")])
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "ugly.csv" in result.stderr


def test_wrong_columns_and_separators_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("timestamp,pressure\n2026-01-01,1\n2026-01-02,2\n")

    def ingest(*options: str) -> str:
        result = CliRunner().invoke(app, ["ingest", str(path), "--data-dir", str(tmp_path / "d"), *options])
        assert result.exit_code == 1, result.stdout
        return " ".join(result.stderr.split())

    assert "Did you mean 'pressure'" in ingest("--columns", "presure")
    assert "timestamp" in ingest("--time-column", "timestam")
    assert "--separator" in ingest("--separator", ";", "--time-column", "timestamp")


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path, data: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "a.csv").write_text("time,a\n1,1\n")
    done = run("ingest", tmp_path / "a.csv", "--data-dir", tmp_path / "file" / "below", data=data, code=1)
    assert str(tmp_path / "file") in done.stderr


# --- settings -----------------------------------------------------------------------------------------------------


def test_a_bad_setting_names_itself_and_where_it_came_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTMARK_PORT", "eighty")
    result = CliRunner().invoke(app, ["check", "--data-dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "FAULTMARK_PORT" in result.stderr
    assert "65535" in result.stderr


def test_check_changes_nothing_and_says_how_to_begin(data: Path) -> None:
    environment = {**os.environ, "FAULTMARK_DATA_DIR": str(data)}
    done = subprocess.run([str(FAULTMARK), "check"], env=environment, capture_output=True, text=True, check=False)
    assert "label studio" in done.stdout
    assert "faultmark start" in done.stdout
    assert not data.exists()


def test_the_doctor_reads_well_of_one_slow_channel_and_of_a_thousand_stuck_ones(data: Path, tmp_path: Path) -> None:
    def table(name: str, channels: int, minutes: int) -> Path:
        lines = [",".join(["time", *(f"c{n}" for n in range(channels))])]
        lines += [f"2026-03-06 {m // 60:02d}:{m % 60:02d}:00" + ",1.5" * channels for m in range(minutes)]
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        return tmp_path / name

    slow = run("doctor", table("slow.csv", 1, 200), data=data).stdout
    assert "200 × 1 channel, one every 1 min" in slow
    wide = run("doctor", table("wide.csv", 1000, 200), data=data).stdout
    assert "200 × 1,000 channels" in wide
    assert wide.count("stuck") == 9
    assert "992 more; --json names all" in wide


def test_a_command_for_a_server_says_that_none_was_started_with_the_folder(data: Path) -> None:
    for _ in range(2):  # and leaves nothing behind that would be taken for one
        said = run("pull", "1", data=data, code=1).stderr
        assert "No Faultmark was started with this data folder" in said
        assert str(data) in said.replace("\n", "")
        assert "faultmark start" in said
    assert not data.exists()
    data.mkdir()
    (data / "faultmark.sqlite3").touch()
    assert "No Faultmark was started" in run("webhooks", "list", "1", data=data, code=1).stderr


@pytest.mark.parametrize(
    "words",
    [
        ("members", "list", "1"),
        ("agreement", "recompute"),
        ("retention", "show", "1"),
        ("purge",),
        ("source", "iot", "s3://bucket/prefix", "--project", "1"),
    ],
    ids=" ".join,
)
def test_a_command_on_a_data_folder_says_that_none_was_started_with_it(data: Path, words: tuple[str, ...]) -> None:
    said = run(*words, data=data, code=1).stderr
    assert "No Faultmark was started with this data folder" in said
    assert "--data-dir" in said
    assert not data.exists()


def test_a_file_that_is_not_there_is_told_with_a_remedy(tmp_path: Path, data: Path) -> None:
    said = run("deploy", "nothere.yaml", data=data, code=1).stderr
    assert "nothere.yaml" in said
    assert "remedy    Check how it is spelled" in said
    assert "remedy" in run("deploy", tmp_path, data=data, code=1).stderr
