"""Hosts in network namespaces, and a line between them that loses, delays and breaks by a seed."""
