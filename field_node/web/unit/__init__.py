"""The unit itself: link, radio, clock, queue."""
