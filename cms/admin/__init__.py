"""What the site adds to the Wagtail admin: how the finder's index is, as a page and as a banner.
In: what search/status.py found. Out: sentences and figures for staff who may see them.
Next: cms/wagtail_hooks.py registers it; templates/cms/admin/ shows it.
"""
