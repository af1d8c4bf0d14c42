"""Numbers that know their unit and where they come from."""
