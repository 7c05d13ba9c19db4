"""How changes of what readers see get into the journal, whatever way they were made.

An effect is announced by what became public, not by which signal fired. For each kind of public
thing there is a *face*: plain data of what the public can see of it. A change reads the faces of
all that it touches before and after itself, and appends an entry where they differ.
"""
