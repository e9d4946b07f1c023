"""Photos of this unit on their way to the center."""
