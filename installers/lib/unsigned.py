"""Takes the signatures out of signed jars (unsigned.py CHANGED JAR…), and notes in CHANGED what they were.

Java keeps no class of a signed jar in a class archive: each is read from the jar, and looked up in its signature, at
every start. Whether a jar is what Maven Central has is asked when it is built in, by its checksum; Java itself, as the
packages bring it, asks providers of cryptography for no signature. CHANGED: one JSON object, the SHA-256 of each jar as
it is now to that of the jar as it came.
"""

import hashlib
import json
import pathlib
import re
import sys
import zipfile

SIGNATURE = re.compile(r"META-INF/[^/]+\.(SF|RSA|DSA|EC)$", re.IGNORECASE)
MANIFEST = "META-INF/MANIFEST.MF"


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def without_digests(manifest):
    """The main section alone: the others are the digests of single files."""
    return manifest.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"


def unsigned(jar):
    """Writes the jar anew, with its times and order, if it is signed."""
    with zipfile.ZipFile(jar) as signed:
        entries = signed.infolist()
        if not any(SIGNATURE.match(each.filename) for each in entries):
            return False
        beside = jar.with_suffix(".unsigned")
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as plain:
            for each in entries:
                if SIGNATURE.match(each.filename):
                    continue
                content = signed.read(each)
                copy = zipfile.ZipInfo(each.filename, each.date_time)
                copy.compress_type = zipfile.ZIP_STORED if each.is_dir() else zipfile.ZIP_DEFLATED
                copy.external_attr = each.external_attr
                plain.writestr(copy, without_digests(content) if each.filename == MANIFEST else content)
    beside.replace(jar)
    return True


def main(changed, jars):
    changed = pathlib.Path(changed)
    known = json.loads(changed.read_text("utf-8")) if changed.exists() else {}
    for jar in map(pathlib.Path, jars):
        before = sha256(jar)
        if unsigned(jar):
            known[sha256(jar)] = before
    changed.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
