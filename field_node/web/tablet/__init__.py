"""What a tablet does by itself: its choices, its outbox, the pages that open away from the unit."""
