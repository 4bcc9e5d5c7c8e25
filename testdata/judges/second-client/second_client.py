"""Goes the whole way against a live server: second_client.py CODE-FILE FOLDER. Says line by line what was seen to be so."""

import hashlib
import os
import pathlib
import subprocess
import sys
import time

import cms
import formats as f
import forms
from device import Device, Problem, Unproven
from formats import want

PIN, NEW_PIN, WRONG_PIN = "27018265", "80816243", "90417263"
SUBJECT = "CN=捺印 花子,O=Example,C=JP"
SHA256 = "2.16.840.1.101.3.4.2.1"
ALGORITHMS = {"p-256": "1.2.840.10045.4.3.2", "rsa-3072": "1.2.840.113549.1.1.11"}


def say(*words):
    print(*words, flush=True)


def openssl(*arguments):
    """A judge that shares no code with either side."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def pem(file, *certificates):
    with file.open("w") as out:
        for certificate in certificates:
            base64 = f.b64(certificate)
            lines = [base64[i : i + 64] for i in range(0, len(base64), 64)]
            out.write("\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]))
    return file


def refused(what, *arguments):
    try:
        what(*arguments)
    except f.Refused:
        return True
    return False


def altered(token, at):
    """The token with one character changed to another of the alphabet."""
    return token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]


def sign(device, key, file, folder):
    """A detached CMS over a file; gives the order, so that it can be sent again."""
    sign_algo = ALGORITHMS[key["algorithm"]]
    certificates = [f.un_b64u(c) for c in key["certificates"]]
    attributes = cms.signed_attributes(certificates[0], hashlib.sha256(file.read_bytes()).digest())
    order = device.sign_order(key, sign_algo, SHA256, [f.sha256(attributes)], PIN)
    token, signatures = device.sign_hash(*order)
    signature_file = folder / (file.name + "." + key["algorithm"] + ".p7s")
    signature_file.write_bytes(cms.signed_data(certificates, attributes, sign_algo, SHA256, signatures[0]))
    authority = pem(folder / "authority.pem", *certificates[1:])
    verify = "cms -verify -binary -purpose any -inform DER -in {} -content {} -CAfile {} -out {}"
    for content, good in (file, True), (changed(file, folder), False):
        arguments = verify.format(signature_file, content, authority, os.devnull).split(" ")
        judged, said = openssl(*arguments)
        want(judged == good, "openssl on %s: %s" % (content, said))
    return order, token, signatures


def changed(file, folder):
    octets = bytearray(file.read_bytes())
    octets[len(octets) // 2] ^= 1
    other = folder / "changed"
    other.write_bytes(octets)
    return other


def enrolled(text):
    """A device, from what an officer handed over."""
    code = f.EnrolmentCode(text)
    device = Device(code)
    result = device.enrol(code, PIN)
    device.log_in()
    say("enrolled:", result["role"], result["user"], "fingerprint", f.fingerprint(device.sgm, device.key))
    return device


def knows_its_server(text):
    """A server whose identity is not the one in the code is told nothing."""
    code = f.EnrolmentCode(text)
    code.identity_hash = f.sha256(code.identity_hash)
    want(refused(Device, code), "another SGM was taken for the one in the code")
    want(refused(f.EnrolmentCode, altered(text, 30)), "a mistyped code was taken")
    say("a server with another identity, or a mistyped code: refused")


def until_confirmed(device):
    """From level 2 on the first administrator waits for the server's console, for which the server is stopped a while."""
    for _ in range(120):
        try:
            device.log_in()
            if not device.order("standing")["waiting"]:
                return device
            say("waits to be confirmed:", device.user, f.fingerprint(device.sgm, device.key))
        except (OSError, Unproven):
            say("the server is away")
        time.sleep(1)
    raise f.Refused("nobody confirmed the first device")


def confirm(staff, device):
    """Staff confirms what was read out to them, and nothing else."""
    named = {"confirmedUser": device.user, "confirmedDevice": device.id}
    wrong = problem(staff.order, "confirm-device", PIN, fingerprint=f.fingerprint(device.sgm, staff.key), **named)
    want(wrong.code == "fingerprint-differs" and "receipt" in wrong.answer, "another fingerprint was confirmed")
    staff.order("confirm-device", PIN, fingerprint=f.fingerprint(device.sgm, device.key), **named)
    standing = device.order("standing")
    want(not standing["waiting"], "confirmed, and still waiting")
    say("confirmed:", device.user, "at level", standing["level"])


def signer_and_officer(first_code):
    """The first administrator admits an officer, who admits a signer."""
    administrator = until_confirmed(enrolled(first_code))
    officer = enrolled(administrator.invite(PIN, "officer", "Olga Officer", "officer@example.com"))
    confirm(administrator, officer)
    signer = enrolled(officer.invite(PIN, "signer", "捺印 花子", "hanako@example.com", subject=SUBJECT, algorithm="p-256"))
    confirm(officer, signer)
    administrator.activity(), officer.activity()
    return signer, officer


def problem(what, *arguments, **members):
    try:
        what(*arguments, **members)
    except Problem as told:
        return told
    raise f.Refused("it was not refused")


def created(device, algorithm, folder):
    """A key, and the word of openssl on its certificate."""
    device.prefer = "respond-async, wait=0" if algorithm.startswith("rsa") else "respond-async"
    key = device.order("create-key", PIN, algorithm=algorithm, methods=["device"])
    own, *issuers = [f.un_b64u(c) for c in key["certificates"]]
    judged, told = openssl("verify", "-x509_strict", "-CAfile", pem(folder / "authority.pem", *issuers), pem(folder / "own.pem", own))
    want(judged, "openssl on the certificate: " + told)
    _, subject = openssl("x509", "-in", folder / "own.pem", "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb")
    want(subject.strip() == "subject=" + SUBJECT, "another subject: " + subject)
    say("key:", algorithm, key["keyId"], subject.strip())
    return key


def stopped_for_a_reason(officer, signer):
    """Why somebody is suspended is in what the officer signs; the signer reads it there, and nobody changes it on the way."""
    whom = {"person": signer.user, "role": "signer", "subject": SUBJECT}
    why = {"reason": "absent", "note": "三月まで休職"}
    written = officer.statement("suspend", **whom, **why)
    for instead in {**whom, "reason": "left"}, whom:
        other = f.read_json(officer.statement("suspend", **instead))
        head = f.read_json(written)
        other = f.write_json({**other, **{name: head[name] for name in ("id", "iat", "exp")}})
        sealed = officer.seal_as(written, other, PIN)
        token, _ = officer.send("/api/v1/statements", {"sealed": f.b64u(sealed), "kind": "suspend"}, sealed)
        told = problem(officer.believe, token, other, sealed)
        want(told.code == "statement-not-accepted", "a reason was changed: " + told.code)
    officer.order("suspend", PIN, **whom, **why)
    told = problem(signer.order, "create-key", NEW_PIN, algorithm="p-256", methods=["device"])
    want(told.code == "person-not-active", "suspended, and not stopped")
    described = signer.order("describe-person", person=signer.user)
    act = f.Entry(described["acts"][0], signer.checkpoint(described["checkpoint"]))
    statement = forms.read_statement(f.un_b64u(act.record["statement"]), "suspend")
    want({name: statement[name] for name in why} == why and statement["user"] == officer.user, "another reason than was given")
    officer.order("resume", PIN, reason="settled", **whom)
    say("suspended and resumed:", statement["reason"], "-", statement["note"], "- as the officer signed it, and as the signer is told")


def renamed(officer, signer, key, folder):
    """Another name: the officer signs for it, the signer reads who gave it, and the renewed certificate has it."""
    now, salt = SUBJECT.replace("CN=", "CN=旧姓 "), os.urandom(32)
    called = {"name": "二郎", "salt": f.b64u(salt)}
    before = officer.order("describe-person", person=signer.user)["person"].get("displayHash", "0" * 64)
    order = {
        "display": called,
        "person": signer.user,
        "role": "signer",
        "subject": SUBJECT,
        "newSubject": now,
        "displayHash": f.display_hash(salt, called["name"], "", "").hex(),
        "endKeys": False,
        "reason": "name-changed",
        "displayHashBefore": before,
    }
    amended = officer.order("amend", PIN, **order)
    told = problem(officer.order, "amend", PIN, **order)
    want(told.code == "changed-meanwhile", "named over another name unseen: " + told.code)
    want((amended["user"], amended["keys"]) == (signer.user, []), "another than was ordered")
    described = signer.order("describe-person", person=signer.user)
    want(described["person"]["subject"] == now and described["person"]["displayHash"] == amended["displayHash"], "another name than was given")
    act = f.Entry(described["acts"][0], signer.checkpoint(described["checkpoint"]))
    statement = forms.read_statement(f.un_b64u(act.record["statement"]), "amend")
    want((statement["user"], statement["newSubject"]) == (officer.user, now), "given by somebody else")
    own = key["certificates"][0]
    renewed = signer.order("renew-key", NEW_PIN, keyId=key["keyId"], certificateSha256=f.sha256(f.un_b64u(own)).hex())
    want(renewed["keyId"] == key["keyId"] and renewed["certificates"][0] != own, "not renewed")
    _, subject = openssl(
        "x509", "-in", pem(folder / "renewed.pem", f.un_b64u(renewed["certificates"][0])), "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb"
    )
    want(subject.strip() == "subject=" + now, "another subject: " + subject)
    say("another name:", subject.strip(), "- as the officer signed it, in the certificate that was renewed")


def believes_only_this_answer(device, order, token, other):
    """One character changed anywhere, or the answer to another order: refused."""
    written, sealed, _ = order
    positions = [*range(0, len(token), max(1, len(token) // 100)), len(token) - 1]
    for at in positions:
        want(refused(device.believe, altered(token, at), written, sealed), "believed with character %d changed" % at)
    want(refused(device.believe, other, written, sealed), "believed the answer to another order")
    device.believe(token, written, sealed)
    say("an answer with one character changed, in", len(positions), "places, or to another order: not believed")


def main(code_file, folder):
    folder = pathlib.Path(folder)
    first_code = pathlib.Path(code_file).read_text()
    knows_its_server(first_code)
    device, officer = signer_and_officer(first_code)
    file = folder / "contract.txt"
    file.write_text("The lessor lets, the lessee takes.\n")

    keys = [created(device, algorithm, folder) for algorithm in ALGORITHMS]
    want(device.was_told_to_ask_again > 0, "202 while the SGM works")
    uses = [(device, key, *sign(device, key, file, folder)) for key in keys]
    say("signed: with", " and ".join(ALGORITHMS), "- verified by openssl, which refuses the file with one bit changed")
    listed = device.told_as_csc("/csc/v2/credentials/list", {})
    want(sorted(listed["credentialIDs"]) == sorted(key["keyId"] for key in keys), "CSC lists other credentials")

    (_, key, order, token, signatures), (_, _, _, other, _) = uses
    before = device.newest.size
    want(device.sign_hash(*order) == (token, signatures), "sent again: another answer")
    device.hello()
    want(device.newest.size == before, "sent again: the log grew")
    say("sent again: the same answer, and the log did not grow")
    believes_only_this_answer(device, order, token, other)

    told = problem(lambda: device.sign_hash(*device.sign_order(key, ALGORITHMS["p-256"], SHA256, [bytes(32)], WRONG_PIN)))
    want((told.code, told.tries_left) == ("pin-wrong", 4) and "receipt" in told.answer, "wrong PIN: %s" % told.answer)
    say("wrong PIN:", told.tries_left, "tries left, counted in the log")

    further = enrolled(device.invite_device(PIN))
    confirm(officer, further)
    uses.append((further, key, *sign(further, key, file, folder)))
    device.change_pin(PIN, NEW_PIN)
    device.order("remove-device", NEW_PIN, removedDevice=further.id, deviceKey=f.b64u(further.key))
    want(problem(further.order, "standing").code == "device-removed", "a removed device is told something")
    say("a further device signed, and was removed; the PIN was changed")

    stopped_for_a_reason(officer, device)
    renamed(officer, device, keys[-1], folder)
    entries = device.activity()
    signed = [e for e in entries if e.leaf["type"] == "sign"]
    want(len(signed) == len(uses), "the log has %d uses" % len(signed))
    for entry, (by, key, order, _, signatures) in zip(signed, uses):
        want(f.un_b64u(entry.record["statement"]) == order[0] and entry.leaf["device"] == by.id, "a use that was not ordered")
        want(entry.record["signaturesSha256"] == f.sha256(*signatures).hex(), "a use with other signatures")
    say("activity:", ", ".join(e.leaf["type"] for e in entries), "- proven, and the uses are exactly the ordered ones")
    device.hello()
    say("checkpoint:", device.newest.size, "entries, cosigned, continuing every one seen before")


if __name__ == "__main__":
    main(*sys.argv[1:])
