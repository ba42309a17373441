"""Figures, not tests: ``make bench`` writes build/bench.json."""
