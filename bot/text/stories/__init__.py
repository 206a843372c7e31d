"""What two articles have in common: the same thing, the same story, and what each of a story's articles adds."""
