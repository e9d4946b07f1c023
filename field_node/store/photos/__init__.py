"""Photos on the unit: their bytes on the disk, and how far each has come to the center."""
