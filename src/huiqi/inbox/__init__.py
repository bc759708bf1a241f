"""收件箱: what is to be done by whom until when, and what people were told."""
