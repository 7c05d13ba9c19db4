"""`python -m shpalta.site` is the command line `shpalta`."""

from shpalta.site.cli import main

main()
