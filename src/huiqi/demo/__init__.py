"""演示城市: a small fictional city with a cast; nothing in it is real."""
