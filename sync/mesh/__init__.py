"""The way over the radio: what goes on air next, who is heard, what is carried for others."""
