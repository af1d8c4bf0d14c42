"""Runs a plan over draws and months; names no kind of option or component."""
