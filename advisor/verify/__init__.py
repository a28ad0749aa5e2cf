"""What is proven about a rule base."""
