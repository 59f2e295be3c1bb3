"""Boots Label Studio and our app in one process. The only importer of Label Studio's packages."""
