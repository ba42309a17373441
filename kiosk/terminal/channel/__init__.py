"""Who this terminal is (key, profile), and its one socket to the server."""
