"""Regions, annotations and the schema a labeling config declares; Label Studio JSON to typed intervals and back."""
