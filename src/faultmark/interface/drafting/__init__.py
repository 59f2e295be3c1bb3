"""From a description in plain English to a specification: offline, deterministic, and with its reasons.

The way from a brief to a draft, each step a folder, the last three a file each::

    wording    turns of phrase, put into plain words
    brief      lines, sentences and lists: the brief as statements
    roles      a learned model's reading of each phrase
    labels     |
    signals    | what rules of grammar find, by subject
    context    |
    fields     |
    project    |
    settling   what rules find, held against the model's reading
    finds      all that a brief asks for
    parts      the parts of the specification, each with why it is so
    draft      the specification, its reasons, and what was assumed

``words`` has the dictionaries that all of them know.
"""

from faultmark.interface.drafting.draft import Assumption, Draft, Reason, draft_spec

__all__ = ["Assumption", "Draft", "Reason", "draft_spec"]
