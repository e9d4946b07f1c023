"""The map: what is drawn on it, from whom and how old; the files it is drawn from."""
