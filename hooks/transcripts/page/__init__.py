"""What an author wrote: a page with its machines and blocks, read once."""
