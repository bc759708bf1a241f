"""业务一窗办: life events of a firm as roadmaps, and the calendar of its obligations."""
