"""开放数据: policies, rules and what they rest on, for everybody to take away and build on."""
