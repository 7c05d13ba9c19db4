"""Pure rules over plain data: what is public, where it lives, how it is dated and labelled."""
