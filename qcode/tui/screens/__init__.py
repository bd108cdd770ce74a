"""The views: one file each, its style sheet beside it."""
