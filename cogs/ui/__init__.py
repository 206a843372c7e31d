"""How things look: cards, pages, replies, and every limit that Discord sets."""
