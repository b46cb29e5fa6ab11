"""The API's router: which endpoints there are, under which version.
In: the routers of cms. Out: one NinjaAPI with its OpenAPI document at /api/v1/openapi.json.
Next: config/urls.py mounts it.
"""

from ninja import NinjaAPI

from cms.api import router

api = NinjaAPI(
    title="Meridian",
    version="1",
    description="The public register of a federation: the finder's searches, as data.",
    docs_url=None,
)
api.add_router("", router)
