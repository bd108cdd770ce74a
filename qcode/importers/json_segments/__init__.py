"""Transcripts that speech recognition writes as JSON, whichever service wrote them."""
