"""A real Apache on 127.0.0.1, of the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROGRAM, MODULES = Path("/usr/sbin/apache2"), Path("/usr/lib/apache2/modules")
_NEEDED = ("alias", "authz_core", "dir", "headers", "mime", "mpm_event", "rewrite")


def is_installed() -> bool:
    """True when the machine has Apache with the modules that a release needs."""
    return PROGRAM.is_file() and all((MODULES / f"mod_{name}.so").is_file() for name in _NEEDED)


@contextmanager
def apache(place: Path, port: int, directories: Mapping[str, Path]) -> Iterator[None]:
    """Serve directories at their paths, each by its own `.htaccess`, while the block runs; `place` is for its files."""
    (place / "apache.conf").write_text(_configuration(place, port, directories), encoding="utf-8")
    (place / "types").touch()
    (place / "root").mkdir()
    command = [str(PROGRAM), "-DFOREGROUND", "-f", str(place / "apache.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait(server, port)
            yield
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configuration(place: Path, port: int, directories: Mapping[str, Path]) -> str:
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in _NEEDED]
    lines += [f'ServerRoot "{place}"', "ServerName localhost", f"Listen 127.0.0.1:{port}", "PidFile pid"]
    lines += ["TypesConfig types", "ErrorLog error.log", "DocumentRoot root", "Mutex pthread"]
    if os.geteuid() == 0:
        lines += [f"LoadModule unixd_module {MODULES}/mod_unixd.so"] if (MODULES / "mod_unixd.so").exists() else []
        lines += ["User nobody", "Group nogroup"]
    for path, directory in directories.items():
        lines += [
            f'Alias "{path}" "{directory}/"',
            f'<Directory "{directory}">',
            "AllowOverride FileInfo Indexes",
        ]
        lines += ["Require all granted", "</Directory>"]
    return "".join(f"{line}\n" for line in lines)


def _wait(server: subprocess.Popen[str], port: int) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(server.stderr.read() if server.stderr else "")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(port)
