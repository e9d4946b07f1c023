"""Stock from a table file: read, checked, shown, then kept whole or not at all."""
