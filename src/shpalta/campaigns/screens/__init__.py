"""The screens of campaigns beside the lists and forms: reports, buttons, what leaves as a file."""
