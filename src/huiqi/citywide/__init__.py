"""全市: what is known of all firms at once, and what the rules say of them."""
