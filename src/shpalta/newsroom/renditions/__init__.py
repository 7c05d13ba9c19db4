"""Pictures as readers get them: their crops, and the files that the workshop makes of them."""
