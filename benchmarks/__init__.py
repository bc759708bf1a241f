"""基准测试: our engine beside its peers; see ``run``."""
