"""What a machine wrote: captures and where they came from, whole or not at all."""
