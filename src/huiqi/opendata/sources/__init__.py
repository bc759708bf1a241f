"""数据来源: where the rows of each dataset come from."""
