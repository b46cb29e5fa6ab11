"""Pages load from the site alone; the admin has a policy of its own."""


def policy(response):
    return dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))


def test_public_pages_allow_no_inline_script_or_style(client, federation):
    given = policy(client.get("/en/"))
    assert given["default-src"] == "'none'"
    assert given["script-src"] == given["style-src"] == given["img-src"] == "'self'"
    assert given["frame-ancestors"] == given["base-uri"] == "'none'"


def test_the_admin_still_loads_from_the_site_alone(admin_client, federation):
    given = policy(admin_client.get("/admin/"))
    sources = {source for name, value in given.items() for source in value.split()}
    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}


def test_an_error_page_has_the_strict_policy_as_well(client, federation):
    assert policy(client.get("/en/nowhere/"))["script-src"] == "'self'"
