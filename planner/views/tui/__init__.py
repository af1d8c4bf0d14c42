"""The dashboard: one screen of numbered panels under a headline that gives the verdict in words."""

from planner.views.tui.app import open_dashboard

__all__ = ["open_dashboard"]
