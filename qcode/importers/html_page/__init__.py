"""The inside of a web page: its encoding, its text."""
