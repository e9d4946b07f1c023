"""The other end: takes frames from anybody, keeps entries once, answers with receipts, and is read by others."""
