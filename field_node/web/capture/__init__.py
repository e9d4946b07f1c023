"""From what is typed to a kept entry."""
