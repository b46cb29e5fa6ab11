def finder_context(page, request):
    return {}
