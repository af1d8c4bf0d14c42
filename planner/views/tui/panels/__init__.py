"""The panels, one file each, and the explicit list of them."""

from __future__ import annotations

from planner.views.tui.panels.break_even import BreakEvenPanel
from planner.views.tui.panels.compare import ComparePanel
from planner.views.tui.panels.inputs import InputsPanel
from planner.views.tui.panels.latency import LatencyPanel
from planner.views.tui.panels.panel import Panel
from planner.views.tui.panels.sensitivity import SensitivityPanel
from planner.views.tui.panels.summary import SummaryPanel
from planner.views.tui.panels.why import WhyPanel

PANELS: tuple[type[Panel], ...] = (
    InputsPanel,
    ComparePanel,
    BreakEvenPanel,
    LatencyPanel,
    SensitivityPanel,
    WhyPanel,
    SummaryPanel,
)
