"""拨付页面的标签: how accounts and programmes are written."""
