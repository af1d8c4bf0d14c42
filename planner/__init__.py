"""Prompt or Tune: what a language-model feature costs, prompted or tuned, and what that rests on."""

__version__ = "0.1.0"
