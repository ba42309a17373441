"""A public legal-service terminal and its central server."""

__version__ = "0.1.0"
