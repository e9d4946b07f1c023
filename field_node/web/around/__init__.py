"""What lies around this unit: neighbours, stores, goods."""
