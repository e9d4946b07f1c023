"""The catalogue of sentences: what the pages can say, and whether English has all of it."""
