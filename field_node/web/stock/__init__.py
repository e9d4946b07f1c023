"""The lumbung: what it holds, what moves, and its papers."""
