"""The dashboard in a browser: who is let in, the page, and the process that each visitor gets."""
