"""诉求的页面: of the desk, of the units that handle, and of the supervisors."""
