"""The tag that puts the banner above the admin's pages.
In: the request of the page. Out: the banner's line, or nothing.
Next: templates/wagtailadmin/base.html has it.
"""

from typing import Any

from django import template

from cms.admin.index_banner import banner

register = template.Library()


@register.inclusion_tag("cms/admin/search_banner.html", takes_context=True)
def search_banner(context: template.Context) -> dict[str, Any]:
    """Return what the banner says to the one who looks."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return {}
    told = banner(request.user)
    return {"first": told[0], "others": len(told) - 1} if told else {}
