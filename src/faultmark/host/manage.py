"""Django's management commands, Label Studio's and ours, on the configured installation."""

from __future__ import annotations

import sys

from faultmark.errors import FaultmarkError
from faultmark.host.boot import boot
from faultmark.host.config import Config, load_config

__all__ = ["run_management_command"]


def run_management_command(config: Config, arguments: list[str]) -> None:
    """Run ``django-admin`` style arguments, such as ``["migrate", "--plan"]``."""
    boot(config)
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["faultmark manage", *arguments])


if __name__ == "__main__":
    try:
        run_management_command(load_config(), sys.argv[1:])
    except FaultmarkError as fault:
        raise SystemExit(str(fault)) from fault
