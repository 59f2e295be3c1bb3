"""The doctor tells what a file is like, and its recipe reads the file."""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from faultmark.actions.examine_file import examine_file
from faultmark.actions.ingest_series import ingest_series
from faultmark.cli.main import app
from faultmark.errors import SeriesError
from faultmark.store.options import IngestOptions
from faultmark.store.series_store import SeriesStore


def written(tmp_path, text, name="pump.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_healthy_file_has_its_figures_and_no_fixes(tmp_path):
    text = "time,a,b\n" + "".join(f"2024-01-01T00:{i // 60:02d}:{i % 60:02d}Z,{i % 7},{i}\n" for i in range(600))
    found = examine_file(written(tmp_path, text), peak=lambda: 5)
    assert (found.rows, found.channels, found.rate, found.jitter, found.zone) == (600, ("a", "b"), 1.0, 0.0, "Z")
    assert (found.gaps, found.duplicates, found.disorder, found.stuck, found.fixes) == (0, 0, False, (), ())
    assert found.disk_bytes > 600 * 8
    assert found.peak_bytes == 5
    json.dumps(found.as_dict())


def test_what_is_wrong_with_an_axis(tmp_path):
    at = [*range(100), 99, *range(150, 200)]
    found = examine_file(written(tmp_path, "t,a\n" + "".join(f"{t}.5,{t % 5}\n" for t in at)))
    assert (found.rate, found.gaps, found.missing_samples, found.duplicates) == (1.0, 1, 50, 1)
    rng = np.random.default_rng(1)
    ticks = np.arange(1000) * 1000 + rng.integers(-100, 100, 1000)
    table = pa.table({"t": ticks, "a": rng.normal(size=1000)})
    pq.write_table(table, tmp_path / "a.parquet")
    found = examine_file(tmp_path / "a.parquet")
    steps = np.diff(ticks)
    assert found.jitter == pytest.approx((np.quantile(steps, 0.95) - np.quantile(steps, 0.05)) / np.median(steps))
    assert found.format == "parquet"


@pytest.mark.parametrize("chunk", [7, 100, 1 << 20])
def test_stuck_sensors_are_found_wherever_blocks_end(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr("faultmark.actions.examine_file._CHUNK", chunk)
    stuck = [3.5 if 300 <= i < 520 else i % 11 for i in range(1000)]
    text = "t,a,b,c\n" + "".join(f"{i},{v},{i % 3},{'' if i % 2 else 4}\n" for i, v in enumerate(stuck))
    found = examine_file(written(tmp_path, text))
    assert [(one.channel, one.samples, one.start, one.value) for one in found.stuck] == [("a", 220, 300, 3.5)]


UGLY = "\ufeffZeit;Öl;b\r\n03.01.2024 00:00;1,5;2\r\n01.01.2024 00:00;2,5;2\r\n02.01.2024 00:00;3,5;2\r\n"


def test_the_recipe_reads_what_could_not_be_read(tmp_path):
    path = written(tmp_path, UGLY.encode("cp1252", "ignore"))
    before = path.read_bytes()
    recipe = tmp_path / "recipe.yaml"
    ran = CliRunner().invoke(app, ["doctor", str(path), "--recipe", str(recipe), "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert {fix["fault"]["code"] for fix in told["fixes"]} >= {
        "series.file.encoding", "series.decimal.comma", "series.time.unparsable", "series.time.unsorted",
    }  # fmt: skip
    assert told["disorder"]
    said = yaml.safe_load(recipe.read_text())
    assert said["options"]["sort"] is True
    store = tmp_path / "data" / "store"
    args = ["ingest", str(path), "--data-dir", str(tmp_path / "data"), "--recipe", str(recipe), "--json"]
    ran = CliRunner().invoke(app, args)
    assert ran.exit_code == 0, ran.output
    series = SeriesStore(store).open(json.loads(ran.stdout)["series"])
    assert series.meta.rows == 3
    assert series.meta.source["options"]["sort"] is True, "the recipe is kept in the summary"
    assert path.read_bytes() == before


def test_other_fixes_make_another_series(tmp_path):
    path = written(tmp_path, "t,a\n1,1\n1,2\n2,3\n")
    found = examine_file(path)
    store = SeriesStore(tmp_path / "store")
    plain = ingest_series(path, found.options, store)
    fewer = ingest_series(path, found.options.with_changes({"drop_duplicates": True}), store)
    assert plain.series_id != fewer.series_id
    assert (plain.meta.rows, fewer.meta.rows) == (3, 2)


def test_what_no_fix_mends_is_told(tmp_path):
    ran = CliRunner().invoke(app, ["doctor", str(written(tmp_path, "t,a\n1,2\n2;3\n"))])
    assert ran.exit_code == 1
    assert "line 3" in ran.output
    ran = CliRunner().invoke(app, ["doctor", str(tmp_path / "gone.csv")])
    assert ran.exit_code == 1
    assert "no such file" in ran.output


def test_a_recipe_that_is_none(tmp_path):
    for text in ("", "recipe: 1", "recipe: 1\noptions: {sortt: true}", "recipe: 2\noptions: {}", "a: [b"):
        path = written(tmp_path, text, "recipe.yaml")
        args = ["ingest", str(written(tmp_path, "t,a\n1,2\n")), "--data-dir", str(tmp_path), "--recipe", str(path)]
        ran = CliRunner().invoke(app, args)
        assert ran.exit_code == 1
        assert "no recipe" in ran.output


def test_a_row_of_units_is_a_fix_that_ingest_applies(tmp_path):
    source = tmp_path / "pump.csv"
    source.write_text("time,temp,press\ns,degC,bar\n" + "".join(f"{i},{i}.5,2\n" for i in range(20)))
    found = examine_file(source)
    ((fault, fix),) = found.fixes
    assert (fault.code, fault.place.line, fix) == ("series.header.units", 2, {"first_row": 3})
    assert (found.fault, found.rows, found.channels) == (None, 20, ("temp", "press"))
    assert found.recipe()["options"]["first_row"] == 3


@pytest.mark.parametrize("before", ["500", '"7,000"'])
def test_a_quoted_comma_may_stand_between_thousands_or_before_decimals(tmp_path, before):
    rows = "".join(f"{before},{i}\n" for i in range(3))
    source = written(tmp_path, f'a,b\n{rows}"20,000",3\n')
    found = examine_file(source)
    [(fault, fix)] = found.fixes
    assert (fault.code, fault.place.column, fix) == ("series.decimal.comma", "a", {"thousands": ","})
    # Somebody has to choose; both are offered, and either reads it.
    assert [dict(remedy.options) for remedy in fault.remedies] == [{"thousands": ","}, {"decimal": ","}]
    store = SeriesStore(tmp_path / "store")
    for options, value in (({"thousands": ","}, 20_000), ({"decimal": ","}, 20)):
        series = store.open(ingest_series(source, IngestOptions().with_changes(options), store).series_id)
        assert [channel.name for channel in series.meta.channels] == ["a", "b"]
        assert series.values(0, 3, 4).tolist() == [value]
    # Two digits behind a comma are no thousands.
    [(_, fix)] = examine_file(written(tmp_path, 'a,b\n"20,5",1\n"1,234",2\n')).fixes
    assert fix == {"decimal": ","}


def test_a_date_is_no_zone_and_a_missing_zone_is_told(tmp_path):
    for name, cells, zone in [
        ("days", ["2026-03-02", "2026-03-03"], "none, read as UTC"),
        ("mixed", ["2026-03-02T00:00:00Z", "2026-03-02T00:00:01"], "Z, none, read as UTC"),
        ("offset", ["2026-03-02T00:00:00+02:00", "2026-03-02T00:00:01+02:00"], "+02:00"),
    ]:
        source = tmp_path / f"{name}.csv"
        source.write_text("time,a\n" + "".join(f"{cell},1\n" for cell in cells))
        assert examine_file(source).zone == zone


def test_numbers_since_the_epoch_are_pointed_out(tmp_path):
    source = tmp_path / "pump.csv"
    source.write_text("time,a\n1772409600000,1\n1772409600010,2\n")
    assert [options for _text, options in examine_file(source).offers] == [{"time_format": "epoch_ms"}]
    recipe = tmp_path / "recipe.yaml"
    ran = CliRunner().invoke(
        app, ["doctor", str(source), "--set", "time_format=epoch_ms", "--recipe", str(recipe), "--json"]
    )
    assert json.loads(ran.output)["first"] == "2026-03-02T00:00:00Z", ran.output
    assert "time_format: epoch_ms" in recipe.read_text()


def test_rows_that_come_twice_may_be_dropped(tmp_path):
    source = tmp_path / "pump.csv"
    source.write_text("time,a\n1,1\n2,2\n2,2\n3,3\n")
    found = examine_file(source)
    assert (found.rows, found.duplicates, found.options.drop_duplicates) == (4, 1, False)
    ((_text, options),) = found.offers
    ran = CliRunner().invoke(app, ["doctor", str(source)])
    assert "--drop-duplicates" in ran.output
    dropped = examine_file(source, chosen=options)
    assert (dropped.rows, dropped.offers) == (3, ())
    assert dropped.recipe()["options"]["drop_duplicates"]


def test_what_a_remedy_says_to_type_can_be_typed(tmp_path):
    source = written(tmp_path, "time,a,b\n" + "".join(f"{i},{i},1\n" for i in range(20)) + "end,of,file\n")
    into = ["ingest", str(source), "--data-dir", str(tmp_path / "data")]
    refused = CliRunner().invoke(app, into)
    assert refused.exit_code == 1
    (typed,) = re.findall(r"with (--set skip_lines=\S+)", refused.output)
    assert CliRunner().invoke(app, [*into, *shlex.split(typed), "--json"]).exit_code == 0
    wrong = CliRunner().invoke(app, [*into, "--set", "skip_line=[22]"])
    assert wrong.exit_code == 2
    assert "no ingest option skip_line" in " ".join(wrong.output.split())
    halved = CliRunner().invoke(app, [*into, "--set", "skip_lines"])
    assert halved.exit_code == 2
    assert "NAME=VALUE" in halved.output


DAY = [f"2026-03-06 08:00:{s:02d},{20 + s % 7},{s % 3}" for s in range(60)]


@pytest.mark.parametrize(
    ("lines", "fix", "rows"),
    [
        pytest.param(["# logger 3", "# serial 991", "time,a,b", *DAY], {"skip_lines": [1, 2]}, 60, id="remarks"),
        pytest.param(["sep=,", "time,a,b", *DAY], {"skip_lines": [1]}, 60, id="a spreadsheet's line"),
        pytest.param(["Pump,,", "time,a,b", *DAY], {"skip_lines": [1]}, 60, id="a title"),
        pytest.param(
            ["time,a,b", *DAY[:30], "time,a,b", *DAY[30:40], "time,a,b", *DAY[40:]],
            {"skip_lines": [32, 43]}, 60, id="the header again and again",
        ),
        pytest.param(["time,a,b", *DAY, "Total,99,99"], {"skip_lines": [62]}, 60, id="a total"),
        pytest.param(["time,a,b", *DAY, "", "# end"], {"skip_lines": [63]}, 60, id="a last remark"),
        pytest.param(["time,a,b", *DAY[:50], "2026-03-06 08:0"], {"skip_lines": [52]}, 50, id="cut off"),
        pytest.param(
            ["time,a,b", *DAY[:30], "2026-03-06 08:00:30,---,5", *DAY[31:]], {"missing": ["---"]}, 60, id="dashes"
        ),
    ],
)  # fmt: skip
def test_what_is_no_sample_is_left_out(tmp_path, lines, fix, rows):
    path = written(tmp_path, "\n".join(lines) + "\n")
    found = examine_file(path)
    assert [said for _fault, said in found.fixes] == [fix]
    assert (found.rows, found.channels, found.rate) == (rows, ("a", "b"), 1.0)
    # The recipe does the same, and the lines keep their numbers for whatever is wrong further down.
    store = SeriesStore(tmp_path / "store")
    options = type(found.options).from_dict(found.recipe()["options"])
    assert ingest_series(path, options, store).meta.rows == rows


def test_utf_16_shows_its_columns_once_it_is_read(tmp_path):
    found = examine_file(
        written(tmp_path, "\n".join(["time;a", *(f"{s};{s % 5}" for s in range(50))]).encode("utf-16"))
    )
    assert [fix for _fault, fix in found.fixes] == [{"encoding": "utf-16"}]
    assert (found.options.time_column, found.options.separator, found.channels) == ("time", ";", ("a",))


def test_rows_separated_otherwise_are_pointed_out(tmp_path):
    rows = ["time,a,b", *(row.replace(",", ";") if i % 2 else row for i, row in enumerate(DAY))]
    found = examine_file(written(tmp_path, "\n".join(rows)))
    assert (found.fault.code, found.fault.place.line) == ("series.separator.mixed", 3)
    assert "a semicolon" in str(found.fault)


def test_many_rows_of_another_length_are_the_file_and_not_left_out(tmp_path):
    rows = ["time,a,b", *(row + ",1" if i % 2 else row for i, row in enumerate(DAY))]
    found = examine_file(written(tmp_path, "\n".join(rows)))
    assert (found.fault.code, found.fixes) == ("series.row.ragged", ())


def test_the_clock_was_put_back(tmp_path):
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    moments = [start + timedelta(minutes=10 * i) for i in range(48)]
    wall = [moment.astimezone(ZoneInfo("Europe/Berlin")) for moment in moments]
    path = written(tmp_path, "time,a\n" + "".join(f"{m:%d.%m.%Y %H:%M},{i % 5}\n" for i, m in enumerate(wall)))
    found = examine_file(path)
    assert [fix for _fault, fix in found.fixes][-1] == {"zone": "Europe/Berlin"}
    assert found.fixes[-1][0].place.line == 20
    assert (found.zone, found.gaps, found.duplicates, found.disorder) == ("Europe/Berlin", 0, 0, False)
    store = SeriesStore(tmp_path / "store")
    series = store.open(ingest_series(path, found.options, store).series_id)
    ticks = series.axis.ticks(0, 48)
    assert ticks.tolist() == [round(moment.timestamp()) * 10**9 for moment in moments]
    assert series.meta.zone == "Europe/Berlin"
    assert "12 rows stand in an hour that came twice" in " ".join(found.notices)


WRITTEN = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=20).map(
    # One of them leaves no doubt of what its signs mean.
    lambda numbers: [*numbers, Decimal("-1234567.25")]
)


@settings(deadline=None, max_examples=40)
@given(
    numbers=WRITTEN,
    signs=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("", "."), ("", ",")]),
    unit=st.sampled_from(["", " bar", "%", " m3/h", "\u00a0°C"]),
)
def test_numbers_as_people_write_them_are_read_by_the_recipe_and_the_file_stays(numbers, signs, unit):
    thousands, decimal = signs
    spelled = [f"{n:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands) + unit for n in numbers]
    text = "time;flow;tag\n" + "".join(f"{i};{cell};301A\n" for i, cell in enumerate(spelled))
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        found = examine_file(path)
        assert found.fault is None
        assert found.channels == ("flow",)
        store = SeriesStore(Path(folder) / "store")
        options = IngestOptions.from_dict(found.recipe()["options"])
        series = store.open(ingest_series(path, options, store).series_id)
        assert series.values(0, 0, len(numbers)).tolist() == pytest.approx([float(n) for n in numbers], rel=1e-7)
        assert path.read_bytes() == text.encode()


def test_a_sign_chosen_for_one_column_is_no_doubt_in_another(tmp_path):
    rows = "".join(f"{i};1.{200 + i},5 mbar;{20 + i % 7},25 °C\n" for i in range(50))
    source = written(tmp_path, f"t;pressure;temperature\n{rows}")
    asked = IngestOptions(time_column="t", separator=";", columns=("pressure", "temperature"))
    found = examine_file(source, asked)
    assert found.fault is None
    assert found.channels == ("pressure", "temperature")
    chosen = found.recipe()["options"]
    assert (chosen["thousands"], chosen["decimal"], chosen["units"]) == (".", ",", ["mbar", "°C"])


def test_a_spelled_number_is_told_with_its_place_and_what_is_in_doubt_is_not_guessed(tmp_path):
    found = examine_file(written(tmp_path, 't,p,q\n0,12.3 bar,"1,234.5"\n1,12.4 bar,"9,999,999.0"\n'))
    [(fault, fix), *more] = found.fixes
    assert (fault.code, fault.place.line, fault.place.column) == ("series.value.spelled", 2, "p")
    assert (fix, [f for _, f in more]) == ({"units": ["bar"]}, [{"thousands": ","}])
    assert found.channels == ("p", "q")
    # Two units in a column are two scales: nobody but its owner can mend that.
    mixed = examine_file(written(tmp_path, "t,p\n0,12.3 bar\n1,1240 mbar\n"))
    assert "units" not in mixed.recipe()["options"]
    # 1,234 may be a thousand or little more than one.
    doubt = examine_file(written(tmp_path, "t;p\n0;1,234\n1;2,345\n"))
    assert "thousands" not in doubt.recipe()["options"]
    # The page sends a remedy's changes alone: what they go with is known only beside the options of before.
    with pytest.raises(ValueError, match="cannot stand both"):
        IngestOptions().with_changes(IngestOptions.from_dict({"thousands": "."}).chosen())
    # A sign that stands elsewhere than between thousands is a fault with its line.
    asked = IngestOptions(time_column="t", separator=";", thousands=",")
    with pytest.raises(SeriesError) as caught:
        ingest_series(written(tmp_path, "t;p\n0;1,234\n1;2,34\n"), asked, SeriesStore(tmp_path / "store"))
    assert (caught.value.code, caught.value.place.line) == ("series.value.unparsable", 3)
