"""Runs one of the package's tests that write numbers for a script to compare."""

import os
import subprocess


def run_test(name, environment, package=None, skip_build=False, quiet=False):
    """Runs the release test that `swift test --filter NAME` finds, in the folder `package` (the
    working folder by default), with more environment variables."""
    command = ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing",
               "--disable-xctest", "--filter", name]
    if skip_build:
        command.append("--skip-build")
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(command, cwd=package, check=True, stdout=output, stderr=output,
                   env=dict(os.environ, **environment))
