"""Real parts for tests: a server process, a lawyer's Chromium."""
