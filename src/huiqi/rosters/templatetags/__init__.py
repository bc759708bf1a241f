"""模板标签: how lists are told on pages."""
