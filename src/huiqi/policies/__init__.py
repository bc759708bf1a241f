"""政策: what a firm can get, by when and what is missing; for everybody, signed in or not."""
