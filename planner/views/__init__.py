"""What people see; nothing here computes a figure."""
