"""Eight tablets that save at once, while one client of the hotspot floods their unit."""
