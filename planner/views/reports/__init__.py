"""An answer written down: as text, JSON, CSV or Markdown, one file a format."""
