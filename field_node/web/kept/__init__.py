"""What is kept: lists, one record in full, what became of it."""
