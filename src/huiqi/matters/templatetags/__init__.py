"""标签: of the pages of matters."""
