"""A simulated Meshtastic device: the real library connects to it over TCP or a pty."""
