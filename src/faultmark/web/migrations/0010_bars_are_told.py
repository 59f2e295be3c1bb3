"""A run of the detectors says on which channels people's verdicts moved the least confidence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("faultmark", "0009_test_of_a_webhook"),
    ]

    operations = [
        migrations.AddField(
            model_name="detectionrun",
            name="bars",
            field=models.JSONField(default=list, help_text="Channels whose least confidence people's verdicts moved."),
        ),
    ]
