"""The driver over the real Meshtastic library, which lives in a process of its own."""
