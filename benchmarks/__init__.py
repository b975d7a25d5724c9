"""Measured budgets, each beside a yardstick in the same run: `python -m benchmarks [--json FILE] [--only WORD]`."""
