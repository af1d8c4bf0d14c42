"""Counting real prompts and tickets with the real tokenizers, offline."""
