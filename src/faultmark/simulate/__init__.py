"""A seeded simulator of a machine: channels, wear, typed and exactly bounded anomalies, work orders."""
