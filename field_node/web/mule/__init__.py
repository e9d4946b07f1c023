"""A tablet as a carrier: it takes sealed frames along, and brings the center's answers home."""
