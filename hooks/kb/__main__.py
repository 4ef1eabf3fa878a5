"""The author's commands: check, build, zip, serve, publish, new."""

from __future__ import annotations

import argparse
import gc
import io
import signal
import sys
from pathlib import Path

from kb import build, new, serve, zipped


def main() -> int:
    """Run one command; the exit code is 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="kb", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="every problem of the content, and the counts").add_argument(
        "--originals", type=Path, help="a folder of texts that nothing may be copied from"
    )
    commands.add_parser("build", help="write site/").add_argument(
        "--draft", action="store_true", help="new addresses need not be recorded"
    )
    commands.add_parser("zip", help="write site.zip, which reads from a folder on disk")
    commands.add_parser("publish", help="record new addresses in the ledger")
    served = commands.add_parser("serve", help="serve the site and rebuild on save")
    served.add_argument("--port", type=int, default=8000)
    added = commands.add_parser("new", help="the files of a new question")
    added.add_argument("id")
    added.add_argument("stage")
    args = parser.parse_args()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make check | head` ends quietly
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file's name may hold what the terminal cannot show
    root = Path.cwd()
    if args.command != "serve":
        gc.disable()  # one short run: looking for garbage takes a tenth of it and finds next to none
    match args.command:
        case "check":
            return build.checked(root, args.originals)
        case "build":
            return build.build(root, args.draft)
        case "zip":
            return zipped.write(root)
        case "publish":
            return build.publish(root)
        case "serve":
            return serve.serve(root, port=args.port)
        case _:
            return new.new(root, args.id, args.stage)


if __name__ == "__main__":
    sys.exit(main())
