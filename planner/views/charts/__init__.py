"""Charts in a grid of cells: the same ones in the dashboard, in the command's text and in tests."""
