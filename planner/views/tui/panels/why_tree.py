"""The tree behind Why: what a topic is made from, and the rows of what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.plan.event import Weight
from planner.plan.problems import printable
from planner.results.evaluation import OptionResult
from planner.views.explanation import Explanation, explain_input, explain_option, explain_quantity
from planner.views.latency_explanation import explain_latency
from planner.views.number_format import exact_money
from planner.views.tables import aligned, shortened
from planner.views.tui.panels.input_rows import input_rows
from planner.views.tui.row import Row, Span
from planner.views.tui.topics import Topic

Place = tuple[int, ...]
"""Which child of which child a number is, from the root; the root's place is empty."""

LONGEST = 600
_GAP = "  "
_SUM = "sum of "
_SUM_CELLS = len("= sum of 24 months …")
"""What a formula keeps where a charge's total stands above the parts of a single month."""
_PLACES_FROM = 56
"""From this width on labels give way to the lines that inputs were written in."""


def root_of(answer: Answer, topic: Topic, month: int | None) -> tuple[Explanation, Place]:
    """Return the tree to show for a topic and the place in it that was asked about.

    Raises LookupError for what is no longer part of the plan.
    """
    evaluation = answer.evaluation
    if topic.kind == "input":
        row = next((row for row in input_rows(answer) if row.key == topic.name), None)
        if row is None:
            raise LookupError(topic.name)
        if row.quantity is not None:
            return explain_input(evaluation, row.quantity, month), ()
        value = f"{row.value} {row.unit}".strip()
        return Explanation(
            row.label, value, where=row.place, note="sets the months and the prices of every charge"
        ), ()
    option = evaluation.options[topic.option]
    if topic.kind == "event":
        return _event(option, int(topic.name)), ()
    if topic.kind == "hint":
        return _hint(answer, option, int(topic.name), month), ()
    if topic.kind == "latency":
        return explain_latency(option), ()
    root = explain_option(evaluation, option, month)
    if topic.kind == "option":
        return root, ()
    return root, (list(option.components).index(topic.name),)


def _event(option: OptionResult, number: int) -> Explanation:
    event = option.events[number]
    notes = {
        Weight.BLOCKS: "The option cannot be used for the whole plan.",
        Weight.WARNS: "The option can still be used.",
        Weight.TOLD: "The figures count with it.",
    }
    return Explanation(
        printable(event.what, LONGEST),
        "" if event.on.isoformat() in event.what else event.on.isoformat(),
        where=str(event.location or ""),
        reference=printable(str(event.reference or ""), LONGEST),
        note=notes[event.weight],
    )


def _hint(answer: Answer, option: OptionResult, number: int, month: int | None) -> Explanation:
    hint, calendar = option.hints[number], answer.evaluation.calendar
    label = printable(hint.what, LONGEST)
    if hint.saving is None:
        return Explanation(label, "")
    shown = explain_quantity(hint.saving, month or 0)
    if month is not None or calendar.count == 1:
        return replace(shown, label=label, note=f"saved in {calendar.months[month or 0]}")
    return replace(
        shown,
        label=label,
        value=exact_money(
            option.hint_saving(hint) or 0.0, answer.evaluation.currency, estimated=hint.saving.estimated
        ),
        formula=f"{_SUM}{calendar.count} months of {shown.formula or shown.label}",
        note=f"saved; below, for {calendar.months[0]}: {shown.value}",
    )


def input_behind(answer: Answer, subject: Topic | None, node: Explanation, month: int | None) -> Topic | None:
    """Return the input that a number of the tree is, to be asked about; None for one that is no input.

    Where several read exactly alike, those of the option in question come first.
    """
    if not node.is_input:
        return None
    alike = [
        row
        for row in input_rows(answer)
        if row.quantity is not None
        and explain_quantity(row.quantity, month or 0, steps=node.steps) == replace(node, children=())
    ]
    option = f"options.{subject.option}." if subject is not None else ""
    alike.sort(key=lambda row: not row.path.startswith(option))
    return Topic("input", name=alike[0].key) if alike else None


def at(root: Explanation, place: Place) -> Explanation:
    """Return the number at a place of the tree; raises IndexError where there is none."""
    for child in place:
        root = root.children[child]
    return root


def holds(root: Explanation, place: Place) -> bool:
    """Whether the tree has a number at this place."""
    try:
        at(root, place)
    except IndexError:
        return False
    return True


def visible(
    root: Explanation, opened: frozenset[Place], place: Place = ()
) -> Iterator[tuple[Place, Explanation]]:
    """Return the numbers that are open, from the top."""
    yield place, root
    if place in opened:
        for child, part in enumerate(root.children):
            yield from visible(part, opened, (*place, child))


def opened_to_fit(root: Explanation, place: Place, height: int) -> frozenset[Place]:
    """Open the way to a place and what is below it, and then level by level below as long as all fits."""
    opened = frozenset(place[:depth] for depth in range(len(place) + 1))
    while True:
        below = [known for known, node in visible(root, opened) if known not in opened and node.children]
        more = opened | frozenset(known for known in below if known[: len(place)] == place)
        if more == opened or sum(1 for _ in visible(root, more)) > height:
            return opened
        opened = more


def written(place: Place) -> str:
    """Write a place as the key of a row."""
    return "/" + "/".join(str(child) for child in place)


def read(key: str) -> Place:
    """Read the key of a row."""
    return tuple(int(child) for child in key.split("/") if child)


def tree_rows(root: Explanation, opened: frozenset[Place], width: int) -> Sequence[Row]:
    """Lay the open numbers out: label, value, and the formula or where it was written."""
    shown = [(place, node, _labelled(place, node, opened)) for place, node in visible(root, opened)]
    summed = any(node.formula.startswith(_SUM) for _, node, _ in shown)
    values = max((cell_len(node.value) for _, node, _ in shown), default=0)
    values = min(values, max(8, width // 2))
    labels = max((cell_len(label) for _, _, label in shown), default=0)
    places = max((cell_len(PurePath(node.where).name) for _, node, _ in shown), default=0)
    kept = max(min(places, 24), _SUM_CELLS if summed else 0) + len(_GAP) if width >= _PLACES_FROM else 0
    labels = min(labels, max(6, min(width - values - len(_GAP) - kept, max(24, width * 11 // 20))))
    rest = width - labels - values - 2 * len(_GAP)
    rows = []
    for place, node, label in shown:
        spans: list[Span] = [
            (aligned(label, labels) + _GAP, "faint" if node.steps and place else "plain"),
            (aligned(node.value, values, "right") + _GAP, "strong" if not place else "plain"),
        ]
        made = (
            PurePath(node.where).name if node.is_input else f"= {node.formula}" if node.formula else node.note
        )
        if rest >= 10 and made:
            spans.append((shortened(printable(made, LONGEST), rest), "accent" if node.is_input else "faint"))
        rows.append(Row(tuple(spans), key=written(place)))
    return rows


def _labelled(place: Place, node: Explanation, opened: frozenset[Place]) -> str:
    mark = ("▾" if place in opened else "▸") if node.children else "•" if node.is_input else "·"
    return f"{'  ' * len(place)}{mark} {node.label}"


def told(node: Explanation) -> list[tuple[str, str]]:
    """Return all that is known about one number, as (heading, text) in the order of reading."""
    parts = [
        ("", f"{node.label} = {node.value}" if node.value else node.label),
        ("made of", node.formula),
        ("written in", node.where),
        ("read on", node.reference),
        ("note", node.note),
        ("acts", "in steps: only a large enough change of it changes the number above" if node.steps else ""),
    ]
    return [(heading, printable(text, LONGEST)) for heading, text in parts if text]
