"""Runs samples one after the other, each with its variables. Prints which ran and which failed."""

import contextlib
import io
import json
import os

ran = []
failed = {}
for run in json.loads(os.environ["RUNS"]):
    os.environ.update(run["variables"])
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(run["source"], run["operationId"], "exec"), {})
    except Exception as error:
        failed[run["operationId"]] = repr(error)
    ran.append(run["operationId"])

print(json.dumps({"ran": ran, "failed": failed}))
