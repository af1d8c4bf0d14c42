"""Reads the files a person writes: scenarios, prices, token counts."""
