"""What other screens say of a picture's files."""
