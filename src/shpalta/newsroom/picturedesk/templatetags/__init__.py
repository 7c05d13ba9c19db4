"""Tags for the templates of the picture desk."""
