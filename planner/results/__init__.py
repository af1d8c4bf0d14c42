"""What came out of a plan: the ledger, totals over it, comparisons, and the way back to the inputs."""
