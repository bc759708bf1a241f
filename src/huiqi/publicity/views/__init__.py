"""公示的页面: for everybody, for whoever objects, and for the department."""
