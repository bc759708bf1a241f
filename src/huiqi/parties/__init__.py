"""主体: who takes part: people, organizations, what they may do and what is known of them."""
