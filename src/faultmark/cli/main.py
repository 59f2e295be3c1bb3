"""``faultmark``: the commands, each a thin face over an action or the host.

Nothing but typer is imported here, so that ``faultmark --help`` answers at once; every command imports what it needs
when it runs.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from faultmark import __version__
from faultmark.cli.dataset import app as dataset
from faultmark.cli.deploying import deploy, restore
from faultmark.cli.detecting import detect
from faultmark.cli.examining import doctor
from faultmark.cli.files import ingest, simulate
from faultmark.cli.interface import app as interface
from faultmark.cli.mcp import mcp
from faultmark.cli.ml_backend import ml_backend
from faultmark.cli.pulling import pull
from faultmark.cli.retention import person_app, purge, retention_app
from faultmark.cli.roles import agreement_app, members_app
from faultmark.cli.server import check, demo, manage, start, user_add, worker
from faultmark.cli.skill import app as skill
from faultmark.cli.staging import source_app
from faultmark.cli.webhooks import webhooks_app
from faultmark.errors import FaultmarkError

__all__ = ["app"]


class _FriendlyGroup(TyperGroup):
    """Says what went wrong, where and what to do; a traceback is for our mistakes, not for the user's."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except FaultmarkError as error:
            from faultmark.cli.output import print_error

            print_error(error)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            from faultmark.cli.output import print_error

            print_error(_from_system(error))
            raise typer.Exit(1) from None


_SYSTEM_REMEDIES: dict[type[OSError], str] = {
    FileNotFoundError: "Check how it is spelled; a path without a leading / begins in the folder you are in.",
    IsADirectoryError: "This is a folder; name a file in it.",
    NotADirectoryError: "A folder is wanted, and a file of that name is there; name another.",
    FileExistsError: "Move it away, or name another.",
    PermissionError: "Look who may read and write it, or name another place.",
}


def _from_system(error: OSError) -> FaultmarkError:
    from faultmark.errors import Place, Remedy

    place = Place(str(error.filename)) if error.filename is not None else None
    remedies = tuple(Remedy(text) for kind, text in _SYSTEM_REMEDIES.items() if isinstance(error, kind))
    return FaultmarkError("system", f"{error.strerror or error}.", place=place, remedies=remedies)


# rich's help pages cost half a second of imports; its progress bars and tables come when a command runs.
app = typer.Typer(
    name="faultmark",
    cls=_FriendlyGroup,
    help="Label anomalies in machine telemetry: Label Studio with the instrument it lacks for time series.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("start")(start)
app.command("worker")(worker)
app.command("demo")(demo)
app.command("check")(check)
_user = typer.Typer(help="People who may log in.", no_args_is_help=True, rich_markup_mode=None)
_user.command("add")(user_add)
app.add_typer(_user, name="user")
app.add_typer(members_app, name="members")
app.add_typer(agreement_app, name="agreement")
app.command("doctor")(doctor)
app.add_typer(source_app, name="source")
app.command("ingest")(ingest)
app.command("detect")(detect)
app.command("ml-backend")(ml_backend)
app.command("simulate")(simulate)
app.command("deploy")(deploy)
app.command("pull")(pull)
app.add_typer(retention_app, name="retention")
app.command("purge")(purge)
app.add_typer(person_app, name="person")
app.add_typer(webhooks_app, name="webhooks")
app.add_typer(dataset, name="dataset")
app.command("restore")(restore)
app.add_typer(interface, name="interface")
app.add_typer(skill, name="skill")
app.command("mcp")(mcp)
app.command(
    "manage",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)(manage)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"faultmark {__version__}")


@app.callback()
def _main() -> None:
    """Label anomalies in machine telemetry: Label Studio with the instrument it lacks for time series."""
