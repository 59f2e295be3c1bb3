from typing import Any

from django.db import migrations, models

INDEX = "CREATE INDEX faultmark_words ON faultmark_taskcard USING gin (words gin_trgm_ops)"


def index_words(_apps: Any, schema_editor: Any) -> None:
    """Let PostgreSQL find a word without reading every card.

    The extension is Label Studio's own; an operator may have kept it from being made, and then cards are read as ever.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
    schema_editor.execute(INDEX)


def unindex_words(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS faultmark_words")


class Migration(migrations.Migration):
    dependencies = [
        ("faultmark", "0006_presence_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="taskcard",
            name="predictions",
            field=models.PositiveIntegerField(default=0, help_text="How many predictions the regions were counted in."),
        ),
        migrations.AddField(
            model_name="taskcard",
            name="proposals",
            field=models.PositiveIntegerField(default=0, help_text="Regions that models propose in the task."),
        ),
        migrations.AddIndex(
            model_name="taskcard",
            index=models.Index(fields=["project", "proposals"], name="faultmark_proposals"),
        ),
        migrations.RunPython(index_words, unindex_words),
    ]
