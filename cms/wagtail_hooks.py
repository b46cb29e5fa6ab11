"""Registrations with Wagtail: contexts of pages, and how pages are served.
In: Wagtail's hooks. Out: the functions of contexts.py and serving.py in their places.
Next: Wagtail calls them.
"""

from wagtail import hooks

from cms import contexts, serving
from directory.page_context import HOOK

# Wagtail's own check of view restrictions has order 0: it must stand outside these.
WITHIN_RESTRICTIONS = 100

hooks.register(HOOK, contexts.page_context)
hooks.register("on_serve_page", serving.at_public_address, order=WITHIN_RESTRICTIONS)
hooks.register("on_serve_page", serving.in_own_language, order=WITHIN_RESTRICTIONS + 1)
