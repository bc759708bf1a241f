"""账本的页面: boards, journal, papers with two signatures, year ends, samples, firms."""
