"""The pages of people and tablets: pairing, signing in, roles, shutting out."""
