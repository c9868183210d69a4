class StackError(Exception):
    """What went wrong with the set-up or a server, as one sentence for the person at the terminal."""
