"""How long an answer takes and what capacity it needs."""
