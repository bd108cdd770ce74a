"""Files from outside, opened without trusting them: what they are, how large, in which encoding."""
