"""What templates are shown with: plain values, made from the register and from search results."""
