"""``faultmark webhooks``: who is told, by signed messages, of what happens in a project."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from faultmark.cli.files import DataDir

__all__ = ["webhooks_app"]

webhooks_app = typer.Typer(
    help="Signed messages about what happens in a project.", no_args_is_help=True, rich_markup_mode=None
)

Project = Annotated[int, typer.Argument(help="Id of the project.", show_default=False)]
Number = Annotated[int, typer.Argument(metavar="WEBHOOK", help="Its number, as `list` prints it.", show_default=False)]
To = Annotated[str | None, typer.Option("--to", metavar="URL", help="The server; this machine's own when left away.")]
ApiKey = Annotated[
    str | None, typer.Option(help="The server's API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead.")]

_STATES = {"waiting": "waits", "sent": "taken", "given_up": "given up"}
# The server sends in the background, and waits for an answer for less than this.
_PATIENCE, _PAUSE = 30.0, 0.5


@webhooks_app.command("list")
def list_webhooks(
    project: Project, to: To = None, api_key: ApiKey = None, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """List a project's webhooks: number, address, events, rule and what became of the latest message."""
    from faultmark.cli.reaching import reach

    hooks = _hooks(reach(to, api_key, data_dir), project)
    if as_json:
        _print([{name: said for name, said in hook.items() if name != "deliveries"} for hook in hooks])
        return
    for hook in hooks:
        rule = f" if {hook['rule']}" if hook["rule"] else ""
        latest = f"; latest: {_told(hook['deliveries'][0])}" if hook["deliveries"] else ""
        typer.echo(f"{hook['id']:>4} {hook['url']}: {', '.join(hook['events']) or 'all events'}{rule}{latest}")
    if not hooks:
        typer.echo(f"Project {project} has no webhook.")


@webhooks_app.command("add")
def add_webhook(
    project: Project,
    url: Annotated[str, typer.Argument(help="Where messages go; a host that the operator allows.", show_default=False)],
    event: Annotated[
        list[str] | None,
        typer.Option(help="Only this event, such as region.settled; may be given again.", show_default=False),
    ] = None,
    rule: Annotated[str, typer.Option(help="Only if this holds, such as: severity >= 4 and settled")] = "",
    to: To = None,
    api_key: ApiKey = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Make a webhook, and print the secret that signs its messages; it is shown this once."""
    from faultmark.cli.reaching import reach

    remote = reach(to, api_key, data_dir)
    made = remote.call("POST", _path(project), json={"url": url, "events": event or [], "rule": rule})
    if as_json:
        _print(made)
        return
    typer.echo(f"Webhook {made['id']} tells {made['url']}.\nIts secret, shown this once: {made['secret']}")


@webhooks_app.command("remove")
def remove_webhook(
    project: Project, webhook: Number, to: To = None, api_key: ApiKey = None, data_dir: DataDir = None
) -> None:
    """Delete a webhook, and what waits for it."""
    from faultmark.cli.reaching import reach

    reach(to, api_key, data_dir).call("DELETE", f"{_path(project)}/{webhook}")
    typer.echo(f"Webhook {webhook} is deleted.")


@webhooks_app.command("test")
def send_test(
    project: Project, webhook: Number, to: To = None, api_key: ApiKey = None, data_dir: DataDir = None
) -> None:
    """Send a test message, signed like all others, and say what became of it; 1 where it was not taken."""
    from faultmark.cli.reaching import reach

    remote = reach(to, api_key, data_dir)
    number = remote.call("POST", f"{_path(project)}/{webhook}/test")["delivery"]
    patience = time.monotonic() + _PATIENCE
    while (sent := _delivery(remote, project, number))["state"] == "waiting" and time.monotonic() < patience:
        time.sleep(_PAUSE)
    if sent["state"] == "waiting":
        typer.echo(f"Message {number} still waits. Messages are sent by the server or a `faultmark worker`.", err=True)
        raise typer.Exit(1)
    typer.echo(_told(sent), err=sent["state"] != "sent")
    if sent["state"] != "sent":
        raise typer.Exit(1)


@webhooks_app.command("deliveries")
def list_deliveries(
    project: Project,
    webhook: Annotated[int | None, typer.Option(help="Only of this webhook.", show_default=False)] = None,
    to: To = None,
    api_key: ApiKey = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """List the latest messages to each webhook, newest first, and what became of them."""
    from faultmark.cli.reaching import reach

    found = [
        {"webhook": hook["id"], **delivery}
        for hook in _hooks(reach(to, api_key, data_dir), project)
        if webhook in (None, hook["id"])
        for delivery in hook["deliveries"]
    ]
    if as_json:
        _print(found)
        return
    for delivery in found:
        typer.echo(f"webhook {delivery['webhook']}: {_told(delivery)}")
    if not found:
        typer.echo("No messages yet.")


def _path(project: int) -> str:
    return f"faultmark/api/projects/{project}/hooks"


def _hooks(remote: Any, project: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = remote.call("GET", _path(project))["results"]
    return found


def _delivery(remote: Any, project: int, number: int) -> dict[str, Any]:
    """A message that was just put down, and so is among the latest of its webhook."""
    deliveries = (one for hook in _hooks(remote, project) for one in hook["deliveries"])
    return next(one for one in deliveries if one["id"] == number)


def _told(delivery: Mapping[str, Any]) -> str:
    answer = delivery["error"] if delivery["status"] is None else f"answer {delivery['status']}"
    upcoming = f", next attempt {delivery['due_at']}" if delivery["state"] == "waiting" else ""
    said = f"message {delivery['id']}, {delivery['event']}, {_STATES[delivery['state']]}"
    return f"{said}{f', {answer}' if answer else ''}{upcoming}"


def _print(value: Any) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
