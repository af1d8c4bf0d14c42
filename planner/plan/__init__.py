"""What a plan is made of, with its arithmetic."""
