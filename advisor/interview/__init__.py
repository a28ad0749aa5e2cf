"""From a case to the next question, by replay. Pure."""
