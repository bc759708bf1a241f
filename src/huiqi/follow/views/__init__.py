"""关注的页面: what one follows, and a saved question asked again."""
