"""How each kind of field is typed and read."""
