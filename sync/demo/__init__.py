"""`tagana run`: three units, a command center and a simulated mesh on this machine."""
