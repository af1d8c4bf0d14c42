"""Prompt or Tune: what a language-model feature costs, prompted or tuned, and what that rests on."""
