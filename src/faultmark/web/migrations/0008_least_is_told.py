"""Who asks for a run says how sure a proposal must be, by one constant: the tables have no default of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("faultmark", "0007_proposals_of_tasks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="detectionrun",
            name="least",
            field=models.FloatField(help_text="Least confidence of a proposal."),
        ),
        migrations.AlterField(
            model_name="detectionsettings",
            name="least",
            field=models.FloatField(help_text="Least confidence of a proposal."),
        ),
    ]
