"""How many questions it takes until the advice is settled, and how few it could take."""
