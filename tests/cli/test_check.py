"""``faultmark check`` and the start: what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from live_server import clean_environment, free_port

import faultmark

FAULTMARK = Path(sys.executable).parent / "faultmark"


def check(data: Path, *options: str, command: str = "check", code: int = 1, **environment: str) -> str:
    port = () if "--port" in options else ("--port", str(free_port()))
    done = subprocess.run(
        [str(FAULTMARK), command, "--data-dir", str(data), *port, *options],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said[-3000:]
    assert done.returncode == code, said[-3000:]
    return " ".join(said.split())


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the installed package, to be spoiled; goes on PYTHONPATH."""
    folder = tmp_path / "installed"
    shutil.copytree(Path(faultmark.__file__).parent, folder / "faultmark", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_sound_installation_is_told_to_be_one(template_db: Path, tmp_path: Path) -> None:
    said = check(tmp_path / "data", code=0)
    assert "Nothing is wrong." in said
    assert "The packed database fits" in said
    assert "front end built" in said
    assert not (tmp_path / "data").exists(), "a check changes nothing"


def test_a_missing_front_end_and_a_stale_packed_database(package: Path, tmp_path: Path) -> None:
    shutil.rmtree(package / "faultmark" / "web" / "bundle")
    (package / "faultmark" / "host" / "template.json").write_text('{"key": "of another version"}')
    said = check(tmp_path / "data", PYTHONPATH=str(package))
    assert "manifest.json is missing" in said
    assert "make bundle" in said
    assert "runs all migrations" in said
    assert "make template" in said
    assert "1 fault" in said


def test_another_version_of_label_studio(tmp_path: Path) -> None:
    about = tmp_path / "site" / "label_studio-9.9.9.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: label-studio\nVersion: 9.9.9\n")
    for command in ("check", "start"):
        said = check(tmp_path / "data", command=command, PYTHONPATH=str(about.parent))
        assert "Label Studio 9.9.9 is installed, and Faultmark is made for 1.23.2" in said
        assert "pip install label-studio==1.23.2" in said


def test_a_data_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = check(tmp_path / "file" / "below")
    assert f"{tmp_path / 'file'} is not a folder" in said
    assert "FAULTMARK_DATA_DIR" in said
    assert "FAULTMARK_DATA_DIR" in check(tmp_path / "file" / "below", command="start")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that not even root may write to")
def test_a_disk_that_takes_nothing() -> None:
    said = check(Path("/sys/kernel/faultmark"))
    assert "/sys/kernel cannot be written to" in said
    assert "FAULTMARK_DATA_DIR" in said


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in ("check", "start"):
            said = check(tmp_path / "data", "--port", port, command=command)
            assert f"127.0.0.1:{port}" in said
            assert f"--port {int(port) + 1}" in said


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    url = f"postgresql://ada:secret-word@127.0.0.1:{free_port()}/plant"
    for command in ("check", "start"):
        said = check(tmp_path / "data", command=command, DATABASE_URL=url)
        assert "onnection refused" in said
        assert "FAULTMARK_DATABASE_URL" in said
        assert "secret-word" not in said


def test_a_database_file_that_is_none(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "faultmark.sqlite3").write_text("somebody's notes, and not a database at all " * 50)
    before = (data / "faultmark.sqlite3").read_bytes()
    for command in ("check", "start"):
        said = check(data, command=command)
        assert "file is not a database" in said
        assert "backup" in said
    assert (data / "faultmark.sqlite3").read_bytes() == before


# --- settings -----------------------------------------------------------------------------------------------------

BAD = [
    ("port", "eighty", 70000, "a whole number from 0 to 65535"),
    ("workers", "0", 0, "a whole number from 1 to 64"),
    ("threads", "many", 65, "a whole number from 1 to 64"),
    ("max_upload_mb", "0", -1, "a whole number of at least 1"),
    ("log_level", "loud", "loud", "one of debug, info, warning, error"),
    ("secure_cookies", "perhaps", "perhaps", "true or false"),
    ("public_url", "labels.example.com", "ftp://x", "with scheme and host"),
    ("public_url", "https://example.com/labels", "https://example.com/a/b", "without a path"),
    ("database_url", "mysql://localhost/x", "oracle:x", "postgresql://"),
    ("redis_url", "localhost:6379", "http://x", "redis://"),
]


@pytest.mark.parametrize(("name", "typed", "_in_file", "allowed"), BAD)
def test_a_bad_variable_names_itself_and_what_is_allowed(
    name: str, typed: str, _in_file: object, allowed: str, tmp_path: Path
) -> None:
    from faultmark.errors import ConfigError
    from faultmark.host.config import load_config

    with pytest.raises(ConfigError) as caught:
        load_config(data_dir=tmp_path, environment={f"FAULTMARK_{name.upper()}": typed})
    said = str(caught.value)
    assert f"FAULTMARK_{name.upper()}" in said
    assert name in caught.value.message
    assert allowed in said


@pytest.mark.parametrize(("name", "_typed", "in_file", "allowed"), BAD)
def test_a_bad_line_in_the_file_names_the_file_the_setting_and_what_is_allowed(
    name: str, _typed: str, in_file: object, allowed: str, tmp_path: Path
) -> None:
    from faultmark.errors import ConfigError
    from faultmark.host.config import load_config

    value = f'"{in_file}"' if isinstance(in_file, str) else in_file
    (tmp_path / "faultmark.toml").write_text(f"{name} = {value}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(data_dir=tmp_path, environment={})
    assert caught.value.place.file == str(tmp_path / "faultmark.toml")
    assert name in caught.value.message
    assert allowed in str(caught.value)


def test_an_unknown_setting_and_a_file_that_is_no_toml(tmp_path: Path) -> None:
    from faultmark.errors import ConfigError
    from faultmark.host.config import load_config

    file = tmp_path / "faultmark.toml"
    file.write_text("prot = 8080\n")
    with pytest.raises(ConfigError, match="no setting 'prot'") as caught:
        load_config(data_dir=tmp_path, environment={})
    assert "port" in (caught.value.expected or "")
    file.write_text("port = \n")
    with pytest.raises(ConfigError, match="TOML") as caught:
        load_config(data_dir=tmp_path, environment={})
    assert "line 1" in str(caught.value)


def test_secrets_in_addresses_are_never_repeated(tmp_path: Path) -> None:
    from faultmark.errors import ConfigError
    from faultmark.host.config import load_config

    for name in ("DATABASE_URL", "FAULTMARK_DATABASE_URL", "FAULTMARK_REDIS_URL"):
        with pytest.raises(ConfigError) as caught:
            load_config(data_dir=tmp_path, environment={name: "mysql://ada:secret-word@db/x"})
        assert "secret-word" not in str(caught.value)
        assert name in str(caught.value)


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    from faultmark.host.config import load_config

    (tmp_path / "faultmark.toml").write_text('port = 1\nworkers = 7\ndatabase_url = "postgresql://file/x"\n')
    environment = {"FAULTMARK_PORT": "2", "DATABASE_URL": "postgresql://environment/x"}
    config = load_config(data_dir=tmp_path, environment=environment, port=3)
    assert (config.port, config.workers, config.database_url) == (3, 7, "postgresql://environment/x")
    assert load_config(data_dir=tmp_path, environment=environment).port == 2
    assert load_config(data_dir=tmp_path, environment={}).port == 1
    assert os.environ.get("FAULTMARK_PORT") is None
