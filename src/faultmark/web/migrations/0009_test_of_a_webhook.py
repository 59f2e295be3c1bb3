"""A webhook can be tested: such a message is an event of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("faultmark", "0008_least_is_told"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="event",
            field=models.CharField(
                choices=[
                    ("region.settled", "Settled"),
                    ("anomaly.confirmed", "Confirmed"),
                    ("dataset.built", "Dataset"),
                    ("hook.test", "Test"),
                ],
                max_length=32,
            ),
        ),
    ]
