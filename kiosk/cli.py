"""The one command line. Each subcommand is a module with ``add_arguments`` and ``run``."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence

from kiosk import __version__
from kiosk.errors import EnvironmentFault, KioskError, UserError
from kiosk.settings_command import add_common_arguments

#: name -> (module, what it does). Modules are imported only when asked for: a terminal starts fast.
COMMANDS: dict[str, tuple[str, str]] = {
    "terminal": ("kiosk.terminal.command", "open the resident's screen on this machine"),
    "server": ("kiosk.server.command", "run the central server"),
    "demo": ("kiosk.demo.command", "server, terminal and a lawyer's login, all on this machine"),
    "enrol": ("kiosk.terminal.enrol_command", "make this machine a terminal of a central server"),
    "sync": ("kiosk.terminal.sync_command", "pull the newest content into this terminal's cache"),
    "publish": ("kiosk.server.publish_command", "publish a content folder to the server's data"),
    "content": ("kiosk.server.content_command", "import, export and list what is in the feed"),
    "feed": ("kiosk.server.feed_command", "show the signed content feed, and renew its keys"),
    "backup": ("kiosk.server.backup_command", "copy the server's data while the server runs"),
    "account": ("kiosk.server.account_command", "add a lawyer's login, or set its password"),
    "enrol-code": ("kiosk.server.enrol_code_command", "make a one-time code for a new terminal"),
    "staff-link": ("kiosk.server.staff_link_command", "make the address of a hall's staff page"),
    "calls": ("kiosk.server.calls_command", "list the calls of the central server, with ratings"),
    "appointments": ("kiosk.server.appointments_command", "list the appointments of the server"),
    "call-backs": ("kiosk.server.call_backs_command", "list who is to be rung, and note who was"),
    "seal-key": ("kiosk.server.seal_key_command", "list or renew the keys to seal commands for"),
    "unopened": ("kiosk.server.unopened_command", "what came and could not be read; try it again"),
    "outbox": ("kiosk.terminal.outbox_command", "say what waits at this terminal for the server"),
    "search": ("kiosk.terminal.search_command", "search this terminal's cache as a resident would"),
    "settings": ("kiosk.settings_command", "print every setting with its value and origin"),
    "media": ("kiosk.terminal.calls.command", "the call's media process (started by the terminal)"),
}


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The arguments; a wrong word is answered with the usage of its subcommand."""
    parser = argparse.ArgumentParser(
        prog="kiosk",
        description="A public legal-service terminal: residents read, find help, and talk to a "
        "lawyer on duty. This one command runs all of its parts.",
    )
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    chosen = words[0] if words and words[0] in COMMANDS else None
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:])
        add_common_arguments(sub)
        if name == chosen:
            importlib.import_module(module).add_arguments(sub)
    arguments, strange = parser.parse_known_args(words)
    if strange:
        commands.choices[arguments.command].error(f"there is no {' '.join(strange)}")
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand. Exit codes: 0 done, 1 our bug or the world's fault, 2 wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    # Nothing that an import makes is garbage: not to look for it saves a tenth of the start.
    gc.disable()
    try:
        arguments = parse(words)
        module = importlib.import_module(COMMANDS[arguments.command][0])
    except ModuleNotFoundError as error:
        if not getattr(sys, "frozen", False):
            raise
        print(f"kiosk: this is the terminal alone, without {error.name}.", file=sys.stderr)
        return 2
    finally:
        gc.enable()
    try:
        return int(module.run(arguments) or 0)
    except UserError as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 2
    except EnvironmentFault as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1
    except KioskError as error:
        print(f"kiosk: our mistake, please report it: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0  # the reader has seen enough (`| head`)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"kiosk: {error.filename}: {error.strerror}. Put that right, or name another "
              "folder with --data-dir.", file=sys.stderr)  # fmt: skip
        return 1
    except KeyboardInterrupt:
        return 130
