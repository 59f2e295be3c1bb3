"""Checks of labeling configs, task files and predictions, with stable codes."""

from faultmark.interface.lint.config import fix_config, lint_config
from faultmark.interface.lint.finding import Finding
from faultmark.interface.lint.json_files import fix_json, lint_predictions, lint_tasks
from faultmark.interface.lint.report import as_json, as_sarif, as_text
from faultmark.interface.lint.rules import RULES, Rule, rules_page

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "as_json",
    "as_sarif",
    "as_text",
    "fix_config",
    "fix_json",
    "lint_config",
    "lint_predictions",
    "lint_tasks",
    "rules_page",
]
