"""Builds the wheel: `python build.py <folder>`.

Needs openapi-python-client and flit_core; the operations and models are made from
docs/openapi.json."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent.parent / "docs" / "openapi.json"
CONFIG = "package_name_override: tenantry.generated\npost_hooks: []\n"


def build(folder: Path) -> Path:
    """Generates the operations beside the sources, in a copy, and builds a wheel of it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "python"
        shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("generated", "dist", "__pycache__"))
        config = copy / "generator.yaml"
        config.write_text(CONFIG)
        generated = copy / "tenantry" / "generated"
        options = ["--meta", "none", "--config", config, "--fail-on-warning"]
        command = [sys.executable, "-m", "openapi_python_client", "generate"]
        subprocess.run(
            [*command, "--path", DOCUMENT, "--output-path", generated, *options],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(copy)
        # An import of whatever is installed, which the tests bring along.
        from flit_core import buildapi

        return folder / buildapi.build_wheel(str(folder))


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).resolve()))
