"""The unit's store: journal, outbox and what they amount to, in one SQLite file."""
