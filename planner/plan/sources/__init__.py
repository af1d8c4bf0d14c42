"""Where training examples come from when models make them, one file each."""
