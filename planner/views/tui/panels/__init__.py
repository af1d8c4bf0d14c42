"""The numbered panels of the dashboard, one module each."""
