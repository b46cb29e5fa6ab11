"""Registrations with Wagtail: contexts of pages, and what happens before a page is served.
In: Wagtail's hooks. Out: the functions of contexts.py and serving.py in their places.
Next: Wagtail calls them.
"""

from wagtail import hooks

from cms import contexts, serving
from directory.page_context import HOOK

# Wagtail's own check of view restrictions has order 0 and must come first.
AFTER_RESTRICTIONS = 100

hooks.register(HOOK, contexts.page_context)
hooks.register("before_serve_page", serving.send_to_public_address, order=AFTER_RESTRICTIONS)
hooks.register("before_serve_page", serving.send_to_own_language, order=AFTER_RESTRICTIONS + 1)
