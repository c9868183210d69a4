"""Adjacent prompts: neighbours that say what differs, and directions to go from a prompt."""
