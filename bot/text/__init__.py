"""Algorithms: bytes or str in, values out. Pure, and run in workers; ``jobs`` is the door."""
