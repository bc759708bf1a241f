"""政策沙盘: what a programme would come to on the city's register, tried before it is issued."""
