"""What a prompt is about, by facets (subject, place, light, style …), and how two prompts differ. Pure."""
