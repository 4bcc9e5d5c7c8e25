#!/usr/bin/env python3
"""Many documents under one SAD: `bin/natsuin sign` beside what the server alone can sign on this machine, in one run.

    python3 desktop-app/src/test/bench/batch.py [--documents N] [--rounds N] [--memory]

Run it from the root of a built clone (./mvnw -q package -DskipTests). Takes turns: `bin/natsuin-server bench sign` with one client and as many
hashes in each SAD as there are documents (RSA-3072), then `bin/natsuin sign` of as many PDFs of 100 KB, level B. Every output is verified
by the desk before it says so; one in a hundred is checked with pdfsig too, if it is there. With --memory: the desk alone, 1,000 and 10,000
small PDFs, and 100 of 20 MB, in heaps that are small.
"""
import argparse, json, os, random, re, shutil, socket, subprocess, sys, tempfile, threading, time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--documents", type=int, default=1000)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=int, default=15)
parser.add_argument("--options", default="", help="for the desk's Java")
parser.add_argument("--memory", action="store_true")
given = parser.parse_args()
PIN = "27018265"


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def pdf(path, octets, seed):
    """One page of text and a picture of noise, which does not compress; no two are alike."""
    noise = random.Random(seed).randbytes(max(1, octets - 1200))
    text = b"BT /F1 12 Tf 72 700 Td (Agreement number %d.) Tj ET" % seed
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/PieceInfo 6 0 R>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(text), text), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(noise), noise)]
    data, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
    at = len(data[0])
    for number, body in enumerate(objects, 1):
        places.append(at)
        data.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(data[-1])
    data.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places))
    data.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))
    path.write_bytes(b"".join(data))
    return path


def natsuin(profile, *arguments):
    run = subprocess.run(["bin/natsuin", "--profile", str(profile), *map(str, arguments)], input=PIN + "\n", capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit("natsuin %s: exit %d\n%s" % (arguments[0], run.returncode, run.stderr))
    return run


def children(pid):
    found = [pid]
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(each.read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found += children(int(each.parent.name))
        except (OSError, ValueError):
            pass
    return found


def peak(pid):
    most = 0
    for each in children(pid):
        try:
            for line in Path("/proc/%d/status" % each).read_text().splitlines():
                if line.startswith("VmHWM"):
                    most = max(most, int(line.split()[1]))
        except OSError:
            pass
    return most


def worked(pid):
    """Seconds of processor time of a process that runs and of those it started."""
    ticks = 0
    for each in children(pid):
        try:
            ticks += sum(map(int, Path("/proc/%d/stat" % each).read_text().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")


def sign(profile, files, out, options):
    """Seconds from the command to its end, when each step was reached, the most memory the process had, in MiB, and its processor time."""
    environment = os.environ | {"NATSUIN_JAVA_OPTIONS": "-Dnatsuin.timing=on " + options}
    begun = time.time()
    run = subprocess.Popen(["bin/natsuin", "--profile", str(profile), "sign", "--yes", "--pin-stdin", "--json", "--out", str(out), *map(str, files)],
                           stdin=subprocess.PIPE, stdout=open(folder / "rows", "w"), stderr=open(folder / "said", "w"), env=environment)
    run.stdin.write((PIN + "\n").encode())
    run.stdin.close()
    most = 0
    ended = 0
    while not ended:
        most = max(most, peak(run.pid))
        time.sleep(0.05)
        ended, status, used = os.wait4(run.pid, os.WNOHANG)
    wall = time.time() - begun
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode != 0:
        sys.exit("sign: exit %d\n%s" % (run.returncode, (folder / "said").read_text()[-3000:]))
    rows = [json.loads(line) for line in open(folder / "rows")]
    assert len(rows) == len(files) and all("output" in row for row in rows) and len({row["logIndex"] for row in rows}) == 1
    if shutil.which("pdfsig"):
        for row in rows[::100]:
            assert "Signature is Valid" in subprocess.run(["pdfsig", row["output"]], capture_output=True, text=True).stdout
    reached = {}
    for line in open(folder / "said"):
        words = line.split()
        if words[:1] == ["timing"]:
            reached[" ".join(words[1:-1])] = int(words[-1]) / 1000 - begun
    shutil.rmtree(out)
    return wall, reached, most / 1024, used.ru_utime + used.ru_stime


def alone(count):
    run = subprocess.run(["bin/natsuin-server", "bench", "sign", "--algorithm", "rsa-3072", "--clients", "1", "--hashes", str(count), "--seconds",
                          str(given.seconds), "--json"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit("bench sign: exit %d\n%s" % (run.returncode, run.stderr))
    return json.loads(run.stdout.splitlines()[-1])["signaturesPerSecond"]


def middle(values):
    return sorted(values)[len(values) // 2]


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
    natsuin(folder / "o", *invite, "Signer", "--role", "signer", "--algorithm", "rsa-3072", "--out", folder / "s.code")
    natsuin(folder / "s", "enrol", "--code-file", folder / "s.code", "--pin-stdin")
    documents = folder / "documents"
    documents.mkdir()
    if given.memory:
        print("| documents | heap | resident at most, MiB | heap at most, and after a collection at most, MiB | seconds | load |\n|---|---|---|---|---|---|")
        for name, count, octets, heap in (("1,000 PDFs of 2 KB", 1000, 2000, "-Xmx128m"), ("10,000 PDFs of 2 KB", 10000, 2000, "-Xmx128m"),
                                          ("100 PDFs of 20 MB", 100, 20_000_000, "-Xmx64m")):
            files = [pdf(documents / ("%05d.pdf" % i), octets, i) for i in range(count)]
            log = folder / "gc.log"
            wall, _, most, _ = sign(folder / "s", files, folder / "out", "%s -Xlog:gc:file=%s" % (heap, log))
            sizes = [tuple(map(int, found)) for found in re.findall(r"(\d+)M->(\d+)M\(\d+M\)", log.read_text())]
            print("| %s | %s | %.0f | %d, %d | %.1f | %.1f |" % (name, heap, most, max(s[0] for s in sizes), max(s[1] for s in sizes), wall, os.getloadavg()[0]), flush=True)
            for file in files:
                file.unlink()
        sys.exit(0)
    count = given.documents
    files = [pdf(documents / ("%05d.pdf" % i), 100_000, i) for i in range(count)]
    last = "%d/%d" % (count, count)
    print("%d PDFs of %d octets; seconds; load at the start %.1f" % (count, files[0].stat().st_size, os.getloadavg()[0]))
    print("| server alone, per second | command to end | of it: start | prepare | order, server | files | end | per second | of the server alone | from the PIN on | desk, CPU ms a file | server, CPU ms a file | load |")
    print("|---" * 13 + "|")
    shares = []
    for _ in range(given.rounds):
        rate = alone(count)
        before = worked(server.pid)
        wall, at, most, used = sign(folder / "s", files, folder / "out", given.options)
        served = worked(server.pid) - before
        parts = [at["hash 0/%d" % count], at["hash " + last] - at["hash 0/%d" % count], at["ask 1/1"] - at["hash " + last], at["check " + last] - at["ask 1/1"], wall - at["check " + last]]
        after = at["check " + last] - at["hash " + last]
        shares.append(100 * count / after / rate)
        print("| %.1f | %.2f | %s | %.1f | %.0f %% | %.0f %% | %.2f | %.2f | %.1f |" % (rate, wall, " | ".join("%.2f" % p for p in parts), count / wall,
              100 * count / wall / rate, shares[-1], 1000 * used / count, 1000 * served / count, os.getloadavg()[0]), flush=True)
    print("from the PIN on, the middle of %d: %.0f %%" % (len(shares), middle(shares)))
finally:
    if server:
        server.terminate()
        server.wait(30)
    shutil.rmtree(folder, ignore_errors=True)
