"""Asks pip which wheels it would download and how big they are, without downloading them.

usage: wheels.py with-requirements|without PIP_DOWNLOAD_OPTION... REQUIREMENT...

Prints one JSON list of {requirement, version, bytes, requires}: version is null where pip finds no wheel, bytes where
the server does not tell, requires where it was not asked for or cannot be read without the whole wheel. pip's own
finder and session are used, because only they know the user's index, certificates, proxies and passwords; they are
internal to pip (the same from 22 to 25), so the caller does without the answer if this program fails.
"""
import json
import os
import sys

from pip._internal.cli import cmdoptions
from pip._internal.commands import create_command
from pip._internal.network.lazy_wheel import dist_from_wheel_url
from pip._vendor.packaging.requirements import Requirement


def size_of(link, session):
    if link.scheme == "file":
        return os.path.getsize(link.file_path)
    answer = session.head(link.url_without_fragment, headers={"Accept-Encoding": "identity"}, allow_redirects=True)
    length = answer.headers.get("content-length")
    return int(length) if answer.ok and length else None


def requires_of(name, link, session):
    try:
        # Reads only the part of the remote file that holds the metadata.
        wheel = dist_from_wheel_url(name, link.url_without_fragment, session)
        return wheel.metadata.get_all("Requires-Dist") or []
    except Exception:
        return None


def describe(text, finder, session, with_requirements):
    requirement = Requirement(text)
    best = finder.find_best_candidate(requirement.name, requirement.specifier).best_candidate
    if best is None:
        return {"requirement": text, "version": None, "bytes": None, "requires": None}
    requires = requires_of(requirement.name, best.link, session) if with_requirements else None
    size = size_of(best.link, session)
    return {"requirement": text, "version": str(best.version), "bytes": size, "requires": requires}


def main(mode, *arguments):
    command = create_command("download")
    options, requirements = command.parse_args(list(arguments))
    with command.main_context():
        session = command.get_default_session(options)
        target = cmdoptions.make_target_python(options)
        finder = command._build_package_finder(options=options, session=session, target_python=target)
        found = [describe(text, finder, session, mode == "with-requirements") for text in requirements]
    print(json.dumps(found))


main(*sys.argv[1:])
