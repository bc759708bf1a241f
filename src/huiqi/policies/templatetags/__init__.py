"""模板标签: how answers are told on pages."""
