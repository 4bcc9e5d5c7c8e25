"""Writes the list of what a package consists of (CycloneDX 1.5): every jar, by its octets, and the Java it brings.

What Maven knows of the libraries is taken over for the jars that are there, and only for those. A jar of which Maven
knows nothing is a fault: then something is in the package that nobody named. A jar whose signature was taken out
(unsigned.py) is known by the octets it came with, which stand beside those it has.
"""

import hashlib
import json
import pathlib
import sys
import time
import uuid

NAMESPACE = uuid.UUID("5d3ed7c6-52a7-5b40-9c2e-2f4a0c6f7f11")
KEPT_HASHES = ("SHA-256", "SHA-512")


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def known_components(boms):
    """What Maven told, by the SHA-256 of the jar; of our own jars by their names; and what depends on what."""
    by_hash, ours, depends = {}, {}, {}
    for bom in boms:
        told = json.loads(pathlib.Path(bom).read_text("utf-8"))
        own = told["metadata"]["component"]
        ours[f"{own['name']}-{own['version']}.jar"] = own
        for component in told.get("components", []):
            for each in component.get("hashes", []):
                if each["alg"] == "SHA-256":
                    by_hash.setdefault(each["content"], component)
        for each in told.get("dependencies", []):
            depends.setdefault(each["ref"], set()).update(each.get("dependsOn", []))
    return by_hash, ours, depends


def runtime(home):
    release = dict(
        line.split("=", 1) for line in (home / "runtime/release").read_text("utf-8").splitlines() if "=" in line
    )
    version = release["JAVA_VERSION"].strip('"')
    return {
        "type": "framework",
        "bom-ref": "java-runtime",
        "name": "OpenJDK",
        "version": version,
        "description": "Java runtime made by jlink with the modules " + release["MODULES"].strip('"'),
        "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}],
        "hashes": [{"alg": "SHA-256", "content": sha256(home / "runtime/lib/modules")}],
    }


def main(name, version, home, target, epoch, unsigned, boms):
    home = pathlib.Path(home)
    jars = sorted(home.glob("lib/**/*.jar"))
    by_hash, ours, depends = known_components(boms)
    came_as = json.loads(pathlib.Path(unsigned).read_text("utf-8"))
    components, files = {}, {}
    for jar in jars:
        digest = sha256(jar)
        where = str(jar.relative_to(home))
        came = came_as.get(digest, digest)
        found = by_hash.get(came) or ours.get(jar.name)
        if found is None:
            sys.exit(f"{where} is in the package, and Maven does not know it.")
        if came != digest:
            found = {**found, "hashes": [{"alg": "SHA-256", "content": digest}]}
        found = {"hashes": [{"alg": "SHA-256", "content": digest}], **found}
        files.setdefault(digest, []).append(where)
        found["hashes"] = [each for each in found["hashes"] if each["alg"] in KEPT_HASHES]
        found["properties"] = [{"name": "natsuin:file", "value": each} for each in files[digest]]
        if came != digest:
            found["properties"].append({"name": "natsuin:signed-jar-sha256", "value": came})
        components[found["bom-ref"]] = found
    refs = set(components)
    listed = [components[ref] for ref in sorted(refs)] + [runtime(home)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch))),
            "component": {
                "type": "application",
                "bom-ref": name,
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": listed,
        "dependencies": [{"ref": name, "dependsOn": sorted(refs) + ["java-runtime"]}]
        + [{"ref": ref, "dependsOn": sorted(depends.get(ref, set()) & refs)} for ref in sorted(refs)],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps(document, sort_keys=True))
    document = {"serialNumber": f"urn:uuid:{serial}", **document}
    pathlib.Path(target).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:7], sys.argv[7:])
