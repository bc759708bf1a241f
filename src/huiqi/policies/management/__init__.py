"""政策的命令: for those who run a city."""
