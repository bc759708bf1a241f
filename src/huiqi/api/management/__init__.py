"""管理命令: those of the interface."""
