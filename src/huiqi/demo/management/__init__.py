"""管理命令: that of the demonstration."""
