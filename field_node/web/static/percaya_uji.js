// Does nothing: a browser registers it only when it trusts the unit's certificate, not when a warning was skipped.
