"""The ledger as CSV: one row a charge and month, with formula and inputs, for a spreadsheet.

Text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io

from planner.plan.problems import printable
from planner.results.ledger import Ledger
from planner.results.trace import inputs
from planner.views.formula_text import charge_formula

_HEADINGS = (
    "option",
    "component",
    "item",
    "month",
    "timing",
    "sku",
    "quantity",
    "unit",
    "unit_price",
    "price_unit",
    "amount",
    "currency",
    "estimated",
    "formula",
    "inputs",
)
_LONGEST = 1000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def csv_text(ledger: Ledger) -> str:
    """Return the ledger as CSV with a heading row; numbers are bare, with twelve digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for entry in ledger.entries():
        charge = entry.line.charge
        texts_before = (entry.line.option, entry.line.component, charge.item)
        writer.writerow(
            [
                *(harmless(text) for text in texts_before),
                str(entry.month),
                charge.timing.value,
                harmless(charge.sku or ""),
                bare(entry.quantity),
                harmless(charge.quantity.unit.text),
                bare(entry.unit_price),
                harmless(charge.unit_price.unit.text),
                bare(entry.amount),
                ledger.currency,
                "yes" if charge.amount.estimated else "no",
                harmless(charge_formula(charge)),
                harmless("; ".join(sorted(inputs(charge.amount)))),
            ]
        )
    return out.getvalue()


def bare(number: float) -> str:
    """Return a number with twelve significant digits, enough for a cent in ten billion."""
    return f"{number:.12g}"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    shown = printable(text, _LONGEST)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown
