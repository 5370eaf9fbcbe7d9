"""Runs a command with DATABASE_URL of a PostgreSQL made for it and thrown away after it.

    python tests/throwaway_postgres.py python -m pytest

Without PostgreSQL on the machine it says how to get it and leaves the command out; where
REQUIRE_ALL is set, or CI, that is a failure.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = """\
PostgreSQL was not found, so the tests did not run on it. On Debian or Ubuntu install it with
  apt-get install postgresql
"""
# What is in it is worth nothing, so it need not survive a power cut.
OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"


def main(command: list[str]) -> int:
    """The command's exit status, or that of not having run it."""
    programs = find_programs()
    if programs is None:
        sys.stderr.write(MISSING)
        return 1 if os.environ.get("REQUIRE_ALL") or os.environ.get("CI") else 0
    with cluster(programs) as url:
        environment = {**os.environ, "DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: on PATH, else Debian's newest."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(folders, key=lambda path: float(path.parts[-3]))
    return newest[-1].parent if newest else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a server on a free port of this machine; its database's address."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    data, log = folder / "data", folder / "log"
    become = _give_away(folder)
    port = _free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*become, str(programs / program), "-D", str(data), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    try:
        run(
            "initdb",
            "--username=app",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-p {port} -c unix_socket_directories={folder} {OPTIONS}"
        run("pg_ctl", "--wait", "--log", str(log), "-o", options, "start")
        try:
            yield f"postgres://app@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it is another's folder and another's process."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
