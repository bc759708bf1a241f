"""配置: how the parts become one running system, and the database it runs on."""
