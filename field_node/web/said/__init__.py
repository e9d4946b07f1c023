"""How what is recorded is said: names, numbers, instants, states and sentences."""
