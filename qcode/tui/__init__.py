"""The coding screen; nothing outside of this package imports textual."""
