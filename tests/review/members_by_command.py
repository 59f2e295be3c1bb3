"""A project whose people, rules and tasks are managed by command; says what came of it.

``python members_by_command.py DATA_DIR`` runs the commands in this process, on a database of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(data_dir: Path) -> dict[str, Any]:
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    boot(load_config(data_dir=data_dir, environment={}))
    prepare_database()
    from projects.models import Project
    from review_config import CONFIG
    from tasks.models import Task
    from typer.testing import CliRunner
    from users.models import User

    from faultmark.cli.roles import members_app
    from faultmark.host.users import create_user
    from faultmark.web.models import ProjectRules, Seat

    people = [create_user(f"{name}@example.com", "telemetry-123") for name in ("ada", "bob", "cleo", "eve")]
    chief = User.objects.get(pk=people[0].id)
    project = Project.objects.create(
        title="Pumps", label_config=CONFIG, organization=chief.active_organization, created_by=chief
    )

    def run(command: str, *arguments: object) -> str:
        words = [command, project.pk, *arguments, "--data-dir", data_dir]
        done = CliRunner().invoke(members_app, [str(word) for word in words])
        return done.stdout if done.exception is None else str(done.exception)

    def task(**data: str) -> Any:
        return Task.objects.create(project=project, data={"csv": "a", **data}, overlap=2)

    def seats(*tasks: Any) -> list[list[str]]:
        held = Seat.objects.filter(task__in=tasks).order_by("user_id").values_list("task_id", "user__email")
        return [[email.partition("@")[0] for pk, email in held if pk == one.pk] for one in tasks]

    for person, group in zip(people[:3], ("day", "day", ""), strict=True):
        run("set", person.email, "annotator", *(["--group", group] if group else []))
    said: dict[str, Any] = {
        "rules": run("rules"),
        "changed": run("rules", "reservation_minutes=30", "most_extra=2", "distribution=manual"),
        "refused": run("rules", "low_agreement=5", "nonsense=1"),
    }
    rules = ProjectRules.of(project.pk)
    said["kept"] = [rules.reservation_minutes, rules.most_extra, rules.distribution, rules.low_agreement]
    day, night = task(group="day"), task(group="night")
    said["by_group"] = [run("assign", "--by", "group"), seats(day, night)]
    said["by_hand"] = [run("assign", "--to", "cleo@example.com", "--task", night.pk), seats(day, night)]
    said["no_member"] = run("assign", "--to", "eve@example.com")
    said["nothing_left"] = run("assign", "--by", "group")
    later = [task(group="none", pump="A") for _ in range(3)]
    run("assign", "--to", "ada@example.com", "--to", "bob@example.com", "--task", later[0].pk)
    run("assign", "--by", "machine", "--machine-key", "pump", *(w for one in later for w in ("--task", one.pk)))
    said["by_machine"] = seats(*later)
    busy = task(group="none")
    run("assign", "--by", "load", "--task", busy.pk)
    said["by_load"] = seats(busy)
    return said


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
