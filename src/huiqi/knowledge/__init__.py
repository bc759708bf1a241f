"""知识库: questions answered once, reviewed, cited and dated, so that nobody asks twice."""
