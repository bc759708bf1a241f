"""数据权利的页面: of firms and people, and of those who answer them."""
