"""What a real mailbox says of itself: read, never changed."""
