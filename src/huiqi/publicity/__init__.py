"""公示: what is to be granted is laid before everybody before it is paid."""
