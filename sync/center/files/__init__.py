"""Photos at the center: taken from units piece by piece, listed in the feed, given to readers of names."""
