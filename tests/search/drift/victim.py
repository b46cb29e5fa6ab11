"""`python -m tests.search.drift.victim DATABASE`: processes that follow and rebuild, and kill themselves where told.
In: a line of JSON for each: what to do, the point to die at, and at which pass. Out: a line with how it ended.
Next: test_sigkill.py goes on with what they leave behind.

Each is forked from this one, which has everything loaded and nothing open.
"""

import json
import os
import signal
import sys
import traceback

import django
from django.conf import settings

django.setup()

from directory import changes  # noqa: E402 - models are there after the set-up only
from directory.models import OrganisationPage, OtherName  # noqa: E402
from search import check, follow, log, points, rebuild  # noqa: E402
from search.engines import tantivy_store  # noqa: E402
from tests.search.drift.following import OLDEST_OPEN_HERE, wait_until_all_can_be_read  # noqa: E402
from tests.search.drift.places import LEAST_MEMORY  # noqa: E402

BATCH = 2
STRIDE = 2  # changes read at a time, so that a few of them take more than one look


def main():
    """Serve orders until there are none."""
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    tantivy_store.WRITER_MEMORY = tantivy_store.BUILDER_MEMORY = LEAST_MEMORY
    follow.BATCH = check.BATCH = BATCH
    rebuild.BATCH = 1
    follow.STRIDE = rebuild.STRIDE = STRIDE
    log._OLDEST_OPEN = OLDEST_OPEN_HERE
    changes._listeners.clear()
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            _obey(**json.loads(line))
        _pid, status = os.waitpid(process, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)  # noqa: T201 - the answer


def _obey(work, at, nth):
    passes = [0]

    def die(point):
        passes[0] += point == at
        if point == at and passes[0] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def somebody_writes(point):
        if work == "rebuild" and at and point == "rebuild: batch added":
            page = OrganisationPage.objects.order_by("pk").first()
            OtherName.objects.create(organisation=page, name="Meanwhile")
            wait_until_all_can_be_read()

    try:
        with points.watched(somebody_writes), points.watched(die):
            {"follow": follow.follow, "rebuild": rebuild.rebuild}[work]()
    except BaseException:  # noqa: BLE001 - whatever it is, it is no way to end
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
