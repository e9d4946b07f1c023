"""How the base map of the tablets is made from the coast lines of GSHHG; a build tool, never on a unit."""
