"""Every check with its stable code. Codes are never given anew: reports, baselines and suppressions rely on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["RULES", "Rule", "Severity", "rules_page"]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. ``why`` says what goes wrong where it is ignored; ``fixable`` that ``--fix`` can mend it."""

    code: str
    severity: Severity
    title: str
    why: str
    fixable: bool = False


_TABLE: tuple[tuple[str, Severity, str, str, bool], ...] = (
    # The config by itself
    ("FM001", "error", "not well-formed XML", "Label Studio refuses the config.", False),
    ("FM002", "error", "unknown tag", "Label Studio shows an error in its place.", True),
    ("FM003", "warning", "unknown attribute", "Label Studio ignores it without a word.", True),
    ("FM004", "error", "missing attribute", "The tag cannot work without it.", True),
    ("FM005", "error", "duplicate name", "Results of both tags would be mixed up; Label Studio refuses it.", False),
    ("FM006", "error", "toName names no object", "The control has nothing to label; Label Studio refuses it.", True),
    ("FM007", "error", "no object", "There is nothing to show, so nothing can be labeled.", False),
    ("FM008", "warning", "nothing makes regions", "Annotators can mark no range and no instant.", False),
    ("FM009", "error", "control does not fit its object", "The editor cannot draw such regions on such data.", False),
    ("FM010", "error", "duplicate label or choice", "Results cannot tell the two apart.", False),
    ("FM011", "warning", "duplicate hotkey", "Only one of the two answers to the key.", True),
    ("FM012", "error", "per-region control can never appear", "No tag makes regions for it to belong to.", False),
    ("FM013", "error", "condition names no tag", "The control stays hidden for ever, or shows always.", True),
    ("FM014", "error", "condition names no value", "The control stays hidden for ever.", True),
    ("FM015", "warning", "condition has no effect", "Label Studio ignores when… without a visibleWhen it knows.", True),
    ("FM016", "warning", "colours cannot be told apart", "Annotators mistake one label for the other.", True),
    ("FM017", "error", "not a colour", "The label is drawn without a colour.", True),
    ("FM018", "error", "attribute has an impossible value", "Label Studio falls back to another value.", False),
    ("FM019", "error", "label or choice without value", "It cannot be chosen, or results hold nothing.", False),
    ("FM020", "warning", "comma in a value that a condition names", "Label Studio splits it there: never true.", False),
    ("FM021", "error", "value does not name a key of the task", "Every task would show the same text.", True),
    ("FM022", "error", "control without options", "There is nothing to choose; Label Studio refuses it.", False),
    ("FM023", "warning", "blanks around a value", "They end up in results, and 'a ' is not 'a'.", True),
    ("FM024", "warning", "unusual case of a name", "Label Studio's server and SDK read names by case.", True),
    ("FM025", "note", "Faultmark does not show it", "It works in Label Studio's own editor.", False),
    # The config against a sample of the data
    ("FM030", "error", "Channel without column", "Nothing is drawn.", False),
    ("FM031", "error", "column is not in the file", "The editor stops with an error.", True),
    ("FM032", "warning", "time column is not named", "Samples are numbered, and times are lost.", True),
    ("FM033", "error", "time column is not in the file", "The editor stops with an error.", True),
    ("FM034", "error", "times do not follow timeFormat", "The editor shows an empty chart, or stops.", True),
    ("FM035", "error", "times go back", "Label Studio needs sorted times.", False),
    ("FM036", "warning", "several samples with one time", "A boundary there names several samples.", False),
    ("FM037", "warning", "timeFormat cuts the times", "Boundaries cannot name the samples they were set on.", True),
    ("FM038", "warning", "unit differs from the file's", "Annotators read wrong magnitudes.", True),
    ("FM039", "error", "column holds text", "It cannot be drawn as a channel.", False),
    ("FM040", "error", "separator does not fit the file", "The file is read as a single column.", True),
    ("FM041", "error", "header does not fit the config", "Columns of a headless file go by number from 0.", False),
    ("FM042", "warning", "large for Label Studio's own editor", "It opens slowly or not at all there.", False),
    ("FM043", "error", "timeFormat has an unknown directive", "Times cannot be read.", False),
    ("FM044", "note", "series inside the task", "Lists of tasks carry it along; files open at any length.", False),
    ("FM045", "warning", "overview names no channel", "The overview stays empty.", True),
    ("FM046", "warning", "column is shown twice", "It costs room, and both panes say the same.", False),
    ("FM047", "warning", "dataRange does not fit", "Values beyond it are cut off.", True),
    ("FM048", "warning", "timeFormat is missing", "Label Studio reads times that are text only by a format.", True),
    ("FM049", "note", "columns are not shown", "What is not shown cannot be labeled.", False),
    ("FM050", "warning", "displayFormat cannot be read", "Values show in the default format.", False),
    ("FM051", "note", "missing values", "Label Studio's own editor draws an empty cell as 0.", False),
    ("FM052", "error", "file cannot be read", "Tasks with it cannot be opened.", False),
    # Task files
    ("FM101", "error", "not JSON", "Label Studio refuses the import.", False),
    ("FM102", "error", "task lacks a key", "Label Studio refuses the import, or shows nothing.", True),
    ("FM103", "warning", "task lacks shown metadata", "The line stays empty.", False),
    ("FM104", "error", "not a task", "Label Studio refuses the import.", False),
    ("FM105", "error", "value is not a file's address", "Nothing can be opened.", False),
    ("FM106", "note", "two tasks name one file", "It will be labeled twice.", False),
    # Annotations and predictions
    ("FM201", "error", "from_name names no control", "The item is dropped, or breaks the import.", True),
    ("FM202", "error", "to_name names another object", "The item is dropped.", True),
    ("FM203", "error", "type is not the control's", "The item is dropped.", True),
    ("FM204", "error", "unknown label or choice", "The region shows without a label.", False),
    ("FM205", "error", "region without start or end", "There is no place to draw it.", False),
    ("FM206", "error", "instant is missing", "Label Studio's SDK refuses the region.", True),
    ("FM207", "error", "start is after end", "Label Studio lets it through and draws nothing.", True),
    ("FM208", "error", "an instant with two times", "It is neither an instant nor a range.", False),
    ("FM209", "error", "time does not follow timeFormat", "The region stands nowhere, or somewhere else.", False),
    ("FM210", "error", "time is off the axis", "The region lies outside of the file.", False),
    ("FM211", "warning", "time hits no sample", "It moves to the nearest sample when it is opened.", False),
    ("FM212", "error", "score is no share", "Confidence is a number from 0 to 1.", False),
    ("FM213", "warning", "prediction without model_version", "It cannot be filtered, compared or replaced.", False),
    ("FM214", "error", "items of one region disagree", "Items with one id repeat the same times.", False),
    ("FM215", "error", "value is out of range", "The control cannot show it.", False),
    ("FM216", "warning", "several predictions of one model", "A model's regions go into one.", False),
    ("FM217", "warning", "region without label", "It has no colour and cannot be selected by label.", False),
    ("FM218", "note", "key is ignored", "Label Studio has no such key, a channel for example.", False),
    ("FM219", "error", "not a result", "The import fails.", False),
    ("FM220", "error", "table lacks a column", "Its rows name no file, or no place in it.", False),
)  # fmt: skip

RULES: dict[str, Rule] = {row[0]: Rule(*row) for row in _TABLE}

_PARTS = (
    ("FM0", "FM030", "The labeling config"),
    ("FM03", "FM1", "The labeling config against a sample (`--sample`)"),
    ("FM1", "FM2", "Task files (`--tasks`)"),
    ("FM2", "FM3", "Annotations and predictions (in task files, or `--predictions`)"),
)


def rules_page() -> str:
    """The reference page of all codes, as Markdown."""
    lines = [
        "# Checks of labeling interfaces",
        "",
        "`faultmark interface lint` checks labeling configs, task files and predictions. Every finding has a code",
        "that never changes its meaning. An **error** keeps something from working, a **warning** is likely not what",
        "was meant, a **note** is worth knowing. The exit code is 1 when there are errors (with `--strict` also for",
        "warnings), else 0. `--fix` applies what is safe: it never removes a tag, a label or a value.",
        "",
        "This page is made from the table in the code: `python scripts/interface_doc.py`.",
    ]
    for first, last, title in _PARTS:
        lines += [
            "",
            f"## {title}",
            "",
            "| code | severity | finding | what goes wrong | `--fix` |",
            "| - | - | - | - | - |",
        ]
        lines += [
            f"| {rule.code} | {rule.severity} | {rule.title} | {rule.why} | {'yes' if rule.fixable else ''} |"
            for rule in RULES.values()
            if first <= rule.code < last
        ]
    return "\n".join(lines) + "\n"
