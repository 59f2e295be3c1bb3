"""From labels to training data: events, per-sample labels, windows, and splits that cannot leak.

Depends on numpy, pyarrow and pydantic; opens no file and knows no platform.
"""
