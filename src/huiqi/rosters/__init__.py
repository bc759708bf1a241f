"""名单: of one programme, which firms meet it, may meet it, or are one step away, on one day."""
