"""Requests for goods: a form of many lines, and the letter that they make."""
