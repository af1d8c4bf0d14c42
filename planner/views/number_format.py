"""Numbers as people read them: the one place where a figure becomes text."""

from __future__ import annotations

import re
from math import isfinite

from planner.quantities.quantity import Quantity
from planner.quantities.units import Unit, plural

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_NOTHING = "–"
_MINUS = "−"
_THOUSANDS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_ENOUGH = 1e4
"""Numbers from here on are written short."""


_COUNTLESS = 1e15
_TIMES = (("h", 3_600_000.0), ("min", 60_000.0), ("s", 1000.0), ("ms", 1.0))


def money(amount: float | None, currency: str = "USD", *, estimated: bool = False) -> str:
    """Write an amount: whole from 100 on, with cents from 1 on, three significant digits below; `~` if estimated.

    From 1e15 on three digits and a power of ten: nobody counts further, and no table has room for more.
    """
    if amount is None:
        return _NOTHING
    size = abs(amount)
    if size >= _COUNTLESS:
        digits = f"{size:.2e}".replace("e+", "e")
    elif round(size, 2) >= 100 or size == 0:
        digits = f"{size:,.0f}"
    elif round(size, 2) >= 1:
        digits = f"{size:,.2f}"
    else:
        digits = significant(size, 3, at_least_places=2)
    return _about(estimated) + _with_currency(digits, currency, negative=amount < 0)


def rough_money(amount: float, currency: str = "USD") -> str:
    """Write an amount with two significant digits, `$4,900`: what moves with the seed of the draws is no more exact."""
    near = float(f"{amount:.2g}")
    if abs(near) < 10:
        return money(near, currency)
    return _with_currency(f"{abs(near):,.0f}", currency, negative=near < 0)


def money_range(low: float, high: float, currency: str = "USD", *, estimated: bool = False) -> str:
    """Write two amounts, `$51,200 – $66,300`; one where both are written alike."""
    ends = [money(amount, currency, estimated=estimated) for amount in (low, high)]
    return " – ".join(dict.fromkeys(ends))


def of_draws(value: float) -> str:
    """Write a share of the draws as so many of 100; what is neither none nor all of them is never rounded to that."""
    if 0 < value < 0.01:
        return "<1 of 100"
    return ">99 of 100" if 0.99 < value < 1 else f"{value * 100:.0f} of 100"


def in_draws(value: float) -> str:
    """Write a share of the draws as words that follow `in`: `92 of 100 draws`, `every draw`."""
    if value in {0, 1}:
        return "every draw" if value else "no draw"
    return of_draws(value).replace("<", "fewer than ").replace(">", "more than ") + " draws"


def exact_money(amount: float, currency: str = "USD", *, estimated: bool = False) -> str:
    """Write an amount to the cent, or with six significant digits below one; `~` if estimated."""
    size = abs(amount)
    digits = f"{size:,.2f}" if round(size, 2) >= 1 or size == 0 else significant(size, 6, at_least_places=2)
    return _about(estimated) + _with_currency(digits, currency, negative=amount < 0)


def share(value: float | None, places: int = 1) -> str:
    """Write a share as a percentage."""
    if value is None:
        return _NOTHING
    return f"{_signed(f'{abs(value) * 100:.{places}f}', negative=value < 0)} %"


def duration(milliseconds: float | None, *, estimated: bool = False) -> str:
    """Write a time with three significant digits and the unit that fits: `45 ms`, `1.2 s`, `4 min`, `24 h`."""
    if milliseconds is None:
        return _NOTHING
    if not isfinite(milliseconds):
        return "no end"
    size = abs(milliseconds)
    near = float(f"{size:.3g}")
    unit, factor = next(((unit, factor) for unit, factor in _TIMES if near >= factor), _TIMES[-1])
    if size < factor <= near:  # 59.96 s is 1 min, not 0.999 min
        size = factor
    digits = significant(size / factor, 3 if size >= 10 else 2)
    return _about(estimated) + _signed(f"{digits} {unit}", negative=milliseconds < 0)


def duration_range(low: float, high: float) -> str:
    """Write two times, `19 – 77 ms`; one where both are written alike."""
    first, last = duration(low), duration(high)
    if first == last:
        return first
    digits, _, unit = first.rpartition(" ")
    return f"{digits if last.endswith(f' {unit}') else first} – {last}"


def count(value: float) -> str:
    """Write a plain number: whole ones with separators, others with six significant digits."""
    size = abs(value)
    if size == int(size) and size < 1e15:
        digits = f"{int(size):,}"
    else:
        places = 0 if size >= 1e9 else 1
        digits = f"{size:,.{places}f}".removesuffix(".0") if size >= 100_000 else significant(size, 6)
    return _signed(digits, negative=value < 0)


def rough_count(value: float) -> str:
    """Write a plain number with three significant digits, whole from 1,000 on: `0.694`, `94.5`, `1,246`."""
    return significant(value, 3) if float(f"{value:.3g}") < 1000 else f"{value:,.0f}"


def months(exact: float | None) -> str:
    """Write a payback in months; None is never."""
    if exact is None:
        return "never"
    if exact == 0:
        return "at once"
    return "in days" if exact < 0.05 else f"{exact:.1f} mo"


def measured(value: float, unit: Unit) -> str:
    """Write a number in its unit: money with its sign, shares as percentages, the rest with the unit behind."""
    return " ".join(part for part in value_and_unit(value, unit) if part)


def value_and_unit(value: float, unit: Unit) -> tuple[str, str]:
    """Write a number and its unit apart, as tables want them; the unit of shares and plain money is empty."""
    currency = unit.currency
    if currency is not None and unit.text.startswith(currency):
        below = unit.text.removeprefix(currency)
        return exact_money(value, currency), below.replace("/", "/ ", 1)
    if unit.is_share:
        return f"{_signed(significant(abs(value) * 100, 5), negative=value < 0)} %", ""
    return count(value), plural(unit.text, value)


def rounded(value: float, unit: Unit) -> str:
    """Write a number in its unit with three significant digits: what draws say of it is no more exact."""
    return " ".join(part for part in rounded_and_unit(value, unit) if part)


def rounded_and_unit(value: float, unit: Unit) -> tuple[str, str]:
    """Write a number with three significant digits and its unit apart; the unit of plain money is empty."""
    if not isfinite(value):
        return ("∞" if value > 0 else f"{_MINUS}∞"), ""
    near = float(f"{value:.3g}")
    text, below = value_and_unit(near, unit)
    currency = unit.currency
    return (money(near, currency) if currency is not None and unit.text.startswith(currency) else text), below


def short_number(value: float, unit: Unit, short_from: float = _ENOUGH) -> str:
    """Write a number with three significant digits and without what its unit adds: `34.1k`, `$1.20`, `95 %`."""
    for size, letter in _THOUSANDS:
        if short_from <= abs(near := float(f"{value:.3g}")) < float("inf") and abs(near) >= size:
            text = rounded_and_unit(near / size, unit)[0]
            return (text.rstrip("0").rstrip(".") if "." in text else text) + letter
    return rounded_and_unit(value, unit)[0]


def between(low: float, high: float, unit: Unit) -> str:
    """Write a span of numbers with its unit once: `$36 – $89 / h`, `90.5 – 97.2 %`."""
    (first, _), (last, below) = (rounded_and_unit(value, unit) for value in (low, high))
    if first.endswith(" %") and last.endswith(" %"):
        first = first.removesuffix(" %")
    return f"{first} – {last} {below}".rstrip()


def unit_name(unit: Unit) -> str:
    """Write a unit as it stands above many numbers, `requests/day`; nothing where each number has its sign."""
    return "" if unit.is_share or unit.text == unit.currency else plural(unit.text, 2)


def quantity(number: Quantity, month: int = 0) -> str:
    """Write a quantity's value in one month; `~` marks an estimate."""
    values = number.value[0]
    # What is known for the months of a build only is shown as it is in the last of them.
    value = float(values[min(month, len(values) - 1)])
    return _about(number.estimated) + measured(value, number.unit)


def significant(value: float, digits: int, at_least_places: int = 0) -> str:
    """Write a size with so many significant digits, never in powers of ten, without idle zeros at the end."""
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{float(text):.15f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(at_least_places, "0")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"


def _about(estimated: bool) -> str:  # noqa: FBT001 - one flag, one mark
    return "~" if estimated else ""


def _with_currency(digits: str, currency: str, *, negative: bool) -> str:
    symbol = _SYMBOLS.get(currency)
    return _signed(f"{symbol}{digits}" if symbol else f"{currency} {digits}", negative=negative)


def _signed(digits: str, *, negative: bool) -> str:
    """Put a minus before a number, unless nothing but zeros is left of it."""
    return _MINUS + digits if negative and re.search("[1-9]", digits) else digits
