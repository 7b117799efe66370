"""What a build remembers, so that what would be made the same is not made again.

seal      an unchanged build is told by the disk's records alone, and says again what it said
reads     notes what of the handbook is read while a file of the site is made
inputs    what stands for all that was read: pages, settings, templates, the program
traces    for each file of the site: what stands for all it was made of, and how it was left
store     where that is kept: one folder a site (places), which may be deleted at any time

Which files hold is decided in site/plan.py; the build takes those over and makes the rest.
"""
