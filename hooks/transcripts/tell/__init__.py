"""What is known of pages: whether they are fresh, and how their runs went."""
