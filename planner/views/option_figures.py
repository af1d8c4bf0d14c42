"""An option's figures as every table shows them: one place, so that no two views write a number differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.plan.charge import Timing
from planner.results.ledger import is_estimated
from planner.views.headline_text import obstacle
from planner.views.number_format import money, months, share

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """What one option comes to, as text; `~` marks what rests on an estimate. A baseline has no share, no payback."""

    launch: str
    a_month: str
    total: str
    saving: str
    saving_share: str
    payback: str
    inference_a_day: str
    inference_per_thousand: str
    inference_saving: str
    per_thousand: str

    @property
    def costs(self) -> tuple[str, ...]:
        """The columns of every comparison: launch, a month, total, saving, its share, payback."""
        return (self.launch, self.a_month, self.total, self.saving, self.saving_share, self.payback)

    @property
    def inference(self) -> tuple[str, ...]:
        """The columns on what is bought to answer requests: a day, for a thousand, the share saved."""
        return (self.inference_a_day, self.inference_per_thousand, self.inference_saving)


def option_figures(answer: Answer, option: OptionResult) -> OptionFigures:
    """Write an option's figures."""
    currency, against = answer.evaluation.currency, answer.comparison.against[option.name]
    base = option.name == answer.comparison.baseline
    inference_rough = is_estimated(option.inference_lines)
    return OptionFigures(
        launch=money(option.launch, currency, estimated=is_estimated(option.timed(Timing.LAUNCH))),
        a_month=money(option.running_per_month, currency, estimated=is_estimated(option.running_lines)),
        total=money(option.total, currency, estimated=option.estimated),
        saving="baseline" if base else money(against.saving, currency, estimated=against.estimated),
        saving_share="" if base else share(against.saving_share, 0),
        payback=_payback(answer, option),
        inference_a_day=money(option.inference_per_day, currency, estimated=inference_rough),
        inference_per_thousand=money(
            _thousand(option.inference_per_request), currency, estimated=inference_rough
        ),
        inference_saving="" if base else share(against.inference_saving_share),
        per_thousand=money(_thousand(option.per_request), currency, estimated=option.estimated),
    )


def _thousand(each: float | None) -> float | None:
    return None if each is None else each * 1000


def _payback(answer: Answer, option: OptionResult) -> str:
    if not option.feasible:
        return obstacle(option)
    if option.name == answer.comparison.baseline:
        return ""
    return months(answer.comparison.against[option.name].payback.exact)
