"""政策的命令: one file each."""
