"""The tablet's pages: Flask over the unit's store, generated from the register, in Bahasa Indonesia."""
