"""How long requests wait: the queues behind every option's answer time."""
