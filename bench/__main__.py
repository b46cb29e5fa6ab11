"""`python -m bench`: measure import, rebuild and search, and write docs/performance.md.
In: `ELASTICSEARCH_URL` (`make bench` starts a server); without it the embedded engine is measured alone.
Next: report.py.
"""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import django

from bench.register import fill, set_up

INDEX = "meridian-bench"


def main() -> None:
    """Measure everything, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="meridian-bench-") as place_of_its_own:
        folder = Path(place_of_its_own)
        set_up(folder)
        django.setup()
        from bench import measure, questions, report  # noqa: PLC0415 - they need Django
        from search.choices import read_choices  # noqa: PLC0415
        from search.engines.elasticsearch import Elasticsearch  # noqa: PLC0415
        from search.engines.urls import open_engine  # noqa: PLC0415

        say("Importing …")
        imported = fill(folder)
        engines = {"tantivy": open_engine(os.environ["SEARCH_URL"], folder)}
        servers = {}
        server = os.environ.get("ELASTICSEARCH_URL")
        if server:
            place = urlsplit(server).netloc
            engines["Elasticsearch"] = elastic = open_engine(f"elasticsearch://{place}/{INDEX}", folder)
            if isinstance(elastic, Elasticsearch):
                servers["Elasticsearch (server)"] = elastic._client.info().body["version"]["number"]  # noqa: SLF001
        say("Rebuilding …")
        measured = {name: measure.build(engine) for name, engine in engines.items()}
        say("Asking …")
        choices = read_choices("en")
        measure.ask(engines, measured, questions.addresses(), choices)
        known = questions.known_items()
        for name, engine in engines.items():
            measured[name].ranks = measure.look_for(engine, known, choices)
        for engine in engines.values():
            engine.drop()
            engine.close()
        print(report.write(imported, measured, servers))
        if measure.disagreements(measured):
            sys.exit("The engines disagree.")


def say(what: str) -> None:
    """Tell what is going on."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
