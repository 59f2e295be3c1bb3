"""From a description in plain English to a specification: offline, deterministic, and with its reasons."""

from faultmark.interface.drafting.draft import Assumption, Draft, Reason, draft_spec

__all__ = ["Assumption", "Draft", "Reason", "draft_spec"]
