#!/usr/bin/env python3
"""From the command to the verified output: `bin/natsuin sign` on a 100 KB PDF against a server on this machine.

    python3 desktop-app/src/test/bench/first_light.py [--runs N]

Run it from the root of a built clone (./mvnw -q package -DskipTests). Makes a server and persons in a temporary folder,
signs with a key of RSA-3072 and one on P-256, with the class archive that bin/natsuin keeps and without, checks every
output with pdfsig if it is there, and prints a table of medians. The steps are those that -Dnatsuin.timing tells.
"""
import argparse, os, random, shutil, socket, statistics, subprocess, sys, tempfile, time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--runs", type=int, default=7)
RUNS = parser.parse_args().runs
PIN = "27018265"
FLAGS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
STEPS = [("parsed", "script, Java, arguments"), ("hash 0/1", "TLS, hello, login, list of keys"), ("hash 1/1", "read the PDF, hash it"),
         ("ask 0/1", "show the order, read the PIN"), ("ask 1/1", "PIN to keys (Argon2id), hello, login, SGM, proofs"),
         ("check 1/1", "embed, write, read back, verify"), ("done", "print"), ("end", "end of Java")]


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def hundred_kilobytes(path):
    """One page of text and a picture of noise, which does not compress."""
    noise = random.Random(1).randbytes(98_000)
    text = b"BT /F1 12 Tf 72 700 Td (An agreement of one page.) Tj ET q 200 0 0 200 72 400 cm /I Do Q"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I 6 0 R>>>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(text), text), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               b"<</Type/XObject/Subtype/Image/Width 350/Height 280/BitsPerComponent 8/ColorSpace/DeviceGray/Length %d>>stream\n%s\nendstream"
               % (len(noise), noise)]
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    path.write_bytes(data + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return path


def natsuin(profile, *arguments, **environment):
    run = subprocess.run(["bin/natsuin", "--profile", str(profile), *map(str, arguments)], input=PIN + "\n", capture_output=True, text=True,
                         env=os.environ | environment)
    if run.returncode != 0:
        log = (folder / "server.log").read_text() if server else ""
        sys.exit("natsuin %s: exit %d\n%s\nserver: %s\n%s" % (arguments[0], run.returncode, run.stderr, server and server.poll(), log[-3000:]))
    return run


def sign_once(profile, pdf, out, cds, options=""):
    begun = time.time() * 1000
    run = natsuin(profile, "sign", pdf, "--out", out, "--yes", "--pin-stdin", NATSUIN_JAVA_OPTIONS="-Dnatsuin.timing=on " + options, NATSUIN_CDS=cds)
    wall = time.time() * 1000 - begun
    signed = out / (pdf.stem + "-signed.pdf")
    if shutil.which("pdfsig"):
        assert "Signature is Valid" in subprocess.run(["pdfsig", signed], capture_output=True, text=True).stdout
    signed.unlink()
    reached = {}
    for line in run.stderr.splitlines():
        words = line.split()
        if words[:1] == ["timing"]:
            reached[" ".join(words[1:-1])] = int(words[-1]) - begun
    reached["end"] = wall
    return wall, reached


def pin_cost():
    here, lib = Path(__file__).parent, "desktop-app/target/natsuin/lib/*"
    run = subprocess.run(["java", *FLAGS, "-cp", lib, str(here / "PinCost.java")], capture_output=True, text=True, check=True)
    return int(run.stdout)


def median(values):
    return round(statistics.median(values))


def measured(name, profile, pdf, out, cds):
    load = os.getloadavg()[0]
    runs = [sign_once(profile, pdf, out, cds) for _ in range(RUNS)]
    row, before = [], [0] * RUNS
    for step, _ in STEPS:
        at = [reached[step] for _, reached in runs]
        row.append(median([a - b for a, b in zip(at, before)]))
        before = at
    walls = [wall for wall, _ in runs]
    print("| %s | %d | %d–%d | %s | %.1f–%.1f |" % (name, median(walls), min(walls), max(walls), " | ".join(map(str, row)), load, os.getloadavg()[0]),
          flush=True)


folder = Path(tempfile.mkdtemp(prefix="natsuin-bench-"))
server = None
try:
    data = folder / "server"
    subprocess.run(["bin/natsuin-server", "init", "--data", data, "--url", "https://127.0.0.1:%d" % port(), "--pki-url",
                    "http://127.0.0.1:%d/pki" % port(), "--code-file", folder / "a.code"], check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(["bin/natsuin-server", "serve", "--data", data], stdout=subprocess.PIPE, stderr=open(folder / "server.log", "w"), text=True)
    if not server.stdout.readline().startswith("ready "):
        sys.exit("the server did not start")
    natsuin(folder / "a", "enrol", "--code-file", folder / "a.code", "--pin-stdin")
    invite = ["staff", "invite", "--pin-stdin", "--email", "x@example.com", "--name"]
    natsuin(folder / "a", *invite, "Officer", "--role", "officer", "--out", folder / "o.code")
    natsuin(folder / "o", "enrol", "--code-file", folder / "o.code", "--pin-stdin")
    pdf = hundred_kilobytes(folder / "agreement.pdf")
    for algorithm in ("rsa-3072", "p-256"):
        natsuin(folder / "o", *invite, algorithm, "--role", "signer", "--algorithm", algorithm, "--out", folder / (algorithm + ".code"))
        natsuin(folder / algorithm, "enrol", "--code-file", folder / (algorithm + ".code"), "--pin-stdin")
    out = folder / "out"
    wall, _ = sign_once(folder / "p-256", pdf, out, "on")
    print("%d octets; %d runs a row; milliseconds, medians; first use of `sign`, which may make the class archive: %d ms" % (pdf.stat().st_size, RUNS, wall))
    sign_once(folder / "p-256", pdf, out, "on")
    print("| | command to output | from–to | %s | load |" % " | ".join(words for _, words in STEPS))
    print("|---" * (len(STEPS) + 4) + "|")
    for algorithm in ("rsa-3072", "p-256"):
        for cds in ("on", "off"):
            measured("%s, class archive %s" % (algorithm, cds), folder / algorithm, pdf, out, cds)
    classes = folder / "classes"
    sign_once(folder / "p-256", pdf, out, "off", "-Xlog:class+load:file=%s" % classes)
    loaded = [line.split()[-1] for line in classes.read_text().splitlines() if "source:" in line]
    print("classes loaded for sign: %d, of JavaFX %d, of DSS %d" % (len(loaded), sum("javafx" in jar for jar in loaded), sum("/dss-" in jar for jar in loaded)))
    print("PIN to keys (Argon2id) in a fresh Java, no class archive: %d ms (median of %d)" % (median([pin_cost() for _ in range(RUNS)]), RUNS))
finally:
    if server:
        server.terminate()
        server.wait(30)
    shutil.rmtree(folder, ignore_errors=True)
