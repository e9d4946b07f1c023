"""How a radio must be set, what is wrong with it, and setting it."""
