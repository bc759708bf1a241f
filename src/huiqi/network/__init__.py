"""群服务: commissioners with firms of their own, visits, promises, and the bodies above them."""
