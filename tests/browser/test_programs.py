"""`make test` uses the Chromium and the nginx there are, else installs them, else asks for them.

Each test has a machine of its own: a path on which stands what the test puts there, and an
`apt-get` that notes what it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import chromium
import debian
import nginx
import pytest

SHELL = "chromium-headless-shell"
# What is installed is a file of the package's name, nginx of nginx-light.
APT_GET = """\
#!/bin/sh
echo "$@" >> {log}
[ "$1" = install ] || exit 0
for package in "$@"; do
    case " {known} " in *" $package "*) /bin/cp "$0" "{bin}/${{package%-light}}" ;; esac
done
case " {known} " in *" $3 "*) ;; *) exit 100 ;; esac
"""


@dataclass(frozen=True)
class Machine:
    """Its programs stand in `bin`; `known` to apt-get are the packages it can install."""

    bin: Path
    log: Path

    def has(self, *names: str) -> None:
        for name in names:
            (self.bin / name).write_text("#!/bin/sh\n", encoding="utf-8")
            (self.bin / name).chmod(0o755)

    def has_apt_get(self, known: str) -> None:
        self.has("apt-get")
        text = APT_GET.format(log=self.log, bin=self.bin, known=known)
        (self.bin / "apt-get").write_text(text, encoding="utf-8")

    @property
    def asked(self) -> list[str]:
        """What apt-get was asked for."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine without anything, where root runs the tests."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("CHROMIUM", "NGINX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    monkeypatch.setattr(nginx, "PLACES", ("nginx",))
    monkeypatch.setattr(debian, "is_root", lambda: True)
    return Machine(tmp_path / "bin", tmp_path / "log")


both = pytest.mark.parametrize(
    ("program", "name"), [(chromium, "chromium"), (nginx, "nginx")], ids=["chromium", "nginx"]
)


@both
def test_what_is_there_is_used_and_nothing_installed(
    machine: Machine, capsys: pytest.CaptureFixture[str], program: ModuleType, name: str
) -> None:
    machine.has(name)
    machine.has_apt_get(f"{SHELL} chromium nginx-light")
    assert program.main(["--install"]) == 0
    assert capsys.readouterr().out == f"{machine.bin / name}\n"
    assert machine.asked == []


def test_nginx_is_installed_where_it_is_not(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.has_apt_get("nginx-light")
    assert nginx.main(["--install"]) == 0
    assert capsys.readouterr().out == f"{machine.bin / 'nginx'}\n"
    assert machine.asked == ["update", "install -y nginx-light"]


def test_of_chromium_the_shell_without_windows_is_installed(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.has_apt_get(f"{SHELL} chromium")
    assert chromium.main(["--install"]) == 0
    assert capsys.readouterr().out == f"{machine.bin / SHELL}\n"
    assert machine.asked == ["update", f"install -y {SHELL} fonts-liberation"]


def test_where_there_is_no_such_package_the_whole_chromium_is(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.has_apt_get("chromium")
    assert chromium.main(["--install"]) == 0
    assert capsys.readouterr().out == f"{machine.bin / 'chromium'}\n"
    assert machine.asked[-1] == "install -y chromium"


def test_the_shell_is_preferred_where_there_are_both(machine: Machine) -> None:
    machine.has("chromium", SHELL)
    assert chromium.find() == machine.bin / SHELL


def nobody_may(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has_apt_get(f"{SHELL} chromium nginx-light")
    monkeypatch.setattr(debian, "is_root", lambda: False)


def there_is_no_apt_get(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    pass


def apt_get_has_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has_apt_get("")


def another_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("chromium", "nginx")
    machine.has_apt_get(f"{SHELL} chromium nginx-light")
    for name in ("CHROMIUM", "NGINX"):
        monkeypatch.setenv(name, "/opt/not-there")


@pytest.mark.parametrize(
    "why", [nobody_may, there_is_no_apt_get, apt_get_has_nothing, another_is_named]
)
@both
def test_where_it_cannot_be_installed_it_is_asked_for(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    program: ModuleType,
    name: str,
    why: Callable[[Machine, pytest.MonkeyPatch], None],
) -> None:
    why(machine, monkeypatch)
    assert program.main(["--install"]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{program.MISSING}\n")
    assert f"apt-get install {name}" in told.err
    assert bool(machine.asked) == (why is apt_get_has_nothing)


@both
def test_nothing_is_installed_unless_that_is_asked(
    machine: Machine, program: ModuleType, name: str
) -> None:
    machine.has_apt_get(f"{SHELL} chromium nginx-light")
    assert program.main([]) == 1
    assert machine.asked == []
    assert program.main(["--instal"]) == 2
