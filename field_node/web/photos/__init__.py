"""Photos of records: taken from tablets, shown to who is signed in, and how far each has come."""
