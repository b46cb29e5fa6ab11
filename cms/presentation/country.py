def country_context(page, code, request):
    return {}
