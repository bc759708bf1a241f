"""模板标签: the components of the design, each written once."""
