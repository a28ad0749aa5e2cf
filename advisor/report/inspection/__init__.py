"""What a look into a mailbox found."""
