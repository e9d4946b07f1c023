"""SOS: pressed, on its way, ended."""
