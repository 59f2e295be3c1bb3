"""Use cases, one verb per file. Ports in, plain values out; shared by the web, the CLI and scripts."""
