"""网页: the frame of all pages, for firms, officers and the public."""
