"""Tags that the site's additions to the Wagtail admin need."""
