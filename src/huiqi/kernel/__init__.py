"""内核: what every part needs and no part owns; it knows no domain."""
