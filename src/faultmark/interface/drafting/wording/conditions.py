"""What is asked only of some labels."""

from __future__ import annotations

from faultmark.interface.drafting.wording.pieces import NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]

TURNS = turns(
    (rf"\bfor (?P<what>{NAME}) only\b", r"only for \g<what>"),
    (
        r"^(?:an? |the )?(?P<what>[^.;:]{3,40}?)(?: (?:is|are) (?:selected|chosen|picked|given|asked))?: (?P<list>[^.;:]+)[;,] only for (?P<when>[a-z -]+)\W*$",
        r"only for \g<when> ask for the \g<what>: \g<list>",
    ),
    (
        rf"\bask(?:s|ed)? for (?P<what>(?:the |an? )?{NAME}),? (?:but )?only (?:for|if|with|on) (?:an? |the )?(?P<when>[^:,.;]+):\s*(?P<list>[^.;:]+)",
        r"only for \g<when> ask for \g<what>: \g<list>",
    ),
    (
        r"^only for (?P<when>[^:.;]+): (?P<what>[a-z]+(?: [a-z]+)?) (?:yes ?/ ?no|yes or no)\W*$",
        r"only for \g<when> ask for the \g<what>: yes/no",
    ),
    (
        rf"^only (?P<when>(?!for\b|if\b|when\b|on\b|with\b|one\b|the\b|in\b){NAME}) (?:gets?|needs?|has|have|receives?) (?=an?\b|the\b)",
        r"only for \g<when> ask for ",
    ),
    (
        rf"^for (?P<when>(?!each\b|every\b|all\b|any\b|the\b|an?\b|this\b|these\b|both\b|now\b){NAME}) (?:include|add|ask for|show) (?:an? )?(?:additional |extra |further )?(?=(?:choice|field|the)\b)",
        r"only for \g<when> ask for ",
    ),
)
