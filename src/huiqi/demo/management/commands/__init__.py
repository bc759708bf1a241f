"""管理命令: one file each."""
