"""The pages of the readers' room: forms, accounts, what is known of somebody."""
