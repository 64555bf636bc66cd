"""``bin/bench``: the benchmarks, against a PostgreSQL of their own that writes in earnest."""

import subprocess
import sys

from ops import ROOT, Stop, frontend, scratch
from ops.children import python


def main() -> None:
    try:
        frontend.build()
        with scratch.environment(durable=True) as environment:
            sys.exit(
                subprocess.call(python("-m", "bench", *sys.argv[1:]), cwd=ROOT, env=environment)
            )
    except Stop as reason:
        sys.exit(f"bin/bench: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
