"""What a unit records, keeps and shows."""
