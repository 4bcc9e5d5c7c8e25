"""Holds the formats against testdata/vectors: vectors.py FOLDER. Each file's case must be accepted or refused as it says."""

import pathlib
import sys

from argon2.low_level import Type, core, ffi, lib
from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import cms
import formats as f
import forms
from formats import want


class Case:
    """One file: its values by name."""

    def __init__(self, file):
        head, _, body = file.read_text("utf-8").partition("\n\n")
        self.file = file
        self.accepted = {"expect: ok": True, "expect: refused": False}[head.split("\n")[0]]
        self.values = dict(line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in body.splitlines())

    def t(self, name):
        return self.values[name]

    def x(self, name):
        return bytes.fromhex(self.values[name])

    def b(self, name):
        return f.un_b64u(self.values[name])

    def i(self, name):
        return int(self.values[name])

    def l(self, name):
        return [bytes.fromhex(one) for one in self.values[name].split(" ")] if self.values[name] else []


def same(*pairs):
    for given, made in pairs:
        want(given == made, "not the same")


def device_keys(c):
    login, device = f.login_and_device(c.x("deviceSecret"), c.x("identityHash"), c.t("user"))
    activation, seal = f.activation_and_seal(c.x("deviceSecret"), c.x("identityHash"), c.t("user"), c.t("pin"))
    same((c.x("loginKey"), login.public), (c.x("deviceKey"), device.public))
    same((c.x("activationKey"), activation.public), (c.x("sealShare"), seal))


def sealed_statement(c):
    """The SGM's checks that need no database (section 9)."""
    sgm = c.x("identityHash")
    fields = f.read_envelope(f.open_statement(c.x("openingKey"), c.x("sealingKeyId"), sgm, c.b("sealed")))
    written = fields[f.STATEMENT]
    statement = forms.read_statement(written)
    enrol = statement["type"] == "enrol"
    if enrol:
        f.ed25519_key(f.un_b64u(statement["loginKey"]))
    device_key = f.ed25519_key(f.un_b64u(statement["deviceKey"]) if enrol else c.x("deviceKey"))
    want(statement["device"] == f.device_id(device_key), "of another device")
    f.ed25519_verify(device_key, fields[f.DEVICE_SIGNATURE], f.signing_input("device-statement", written))
    want(statement["aud"] == sgm.hex(), "for another SGM")
    want(statement["exp"] - statement["iat"] <= 300 and statement["exp"] - c.i("now") <= 300, "lives too long")
    want(c.i("now") < statement["exp"], "expired")
    want(set(fields) - {1, 2} == forms.secrets_of(statement), "other secrets")
    if enrol:
        want(f.secret_hash(fields[f.TAGS["enrolment_secret"]]).hex() == c.t("secretHash"), "another enrolment secret")
    if statement["type"] in ("enrol", "change-pin"):
        commitment = f.activation_commitment(fields[f.TAGS["blind"]], fields[f.TAGS["activation_key"]])
        want(f.b64u(commitment) == statement["activationCommitment"], "another commitment")
        f.ed25519_key(fields[f.TAGS["activation_key"]])
    if statement["type"] == "change-pin":
        f.ed25519_verify(fields[f.TAGS["activation_key"]], fields[8], f.signing_input("activation", written))
    if 10 in fields:
        want(f.sha256(fields[10]).hex() == statement["encryptedKeySha256"], "another encrypted key")
    if 11 in fields:
        want(f.sha256(fields[11]).hex() == statement["handedKeySha256"], "another handed key")
    if f.ACTIVATION_SIGNATURE in fields:
        key = fields[f.TAGS["activation_key"]] if enrol else c.x("activationKey")
        f.ed25519_verify(key, fields[f.ACTIVATION_SIGNATURE], f.signing_input("activation", written))


def token(c):
    payload = f.read_token(c.t("purpose"), c.x("key"), c.t("token"))
    same((c.b("payload"), payload))


def answer(c):
    sgm = f.sha256(c.x("identityKey"))
    payload = f.read_token("answer", c.x("identityKey"), c.t("token"))
    forms.check_answer(payload, c.values.get("type"), sgm, f.sha256(c.b("sealed")), f.sha256(c.b("statement")))


def descriptor(c):
    told = forms.read_descriptor(c.t("token"), c.x("identityHash"))
    same((c.t("url"), told["url"]), (c.t("tlsKeys").split(), told["tlsKeys"]))


def sealing_key(c):
    told = forms.read_sealing_key(c.t("token"), c.x("identityKey"), f.sha256(c.x("identityKey")))
    want(told["from"] <= c.i("now") < told["until"], "does not hold now")
    same((c.x("publicKey"), f.un_b64u(told["publicKey"])))


def enrolment_code(c):
    code = f.EnrolmentCode(c.t("code"))
    same((c.x("identityHash"), code.identity_hash), (c.t("invitation"), code.invitation), (c.t("user"), code.user))
    same((c.t("url"), code.url), (c.x("secret"), code.secret))
    same((bytes.fromhex(c.values.get("keySecret", "")), code.key_secret or b""))


def key_handover(c):
    enrolment = f.enrolment_secret_of(c.x("codeSecret"), c.x("identityHash"))
    same((c.x("enrolmentSecret"), enrolment))
    opened = f.open_handed_key(c.x("codeSecret"), c.x("identityHash"), c.x("secretHash"), c.l("certificates"), c.b("sealed"))
    same((c.t("name"), opened[0]), (c.x("key"), opened[1]))


def key_transport(c):
    octets = c.x("encrypted")
    if c.t("suite").startswith("hpke"):
        aad = c.x("identityHash") + c.x("user") + c.x("device") + c.x("transportKey")
        opened = f.hpke_open(c.x("openingKey"), octets[:32], b"natsuin-signing-key-transport-v1", aad, octets[32:])
    else:
        hash_of = {"sha256": hashes.SHA256, "sha1": hashes.SHA1}[c.t("suite").split("-")[3]]
        oaep = padding.OAEP(padding.MGF1(hash_of()), hash_of(), None)
        try:
            aes = serialization.load_der_private_key(c.x("openingKey"), None).decrypt(octets[:384], oaep)
            opened = keywrap.aes_key_unwrap_with_padding(aes, octets[384:])
        except (ValueError, keywrap.InvalidUnwrap) as e:
            raise f.Refused("key transport: does not open") from e
    same((c.x("key"), opened))


def log_entry(c):
    checkpoint = f.read_checkpoint(c.b("checkpoint").decode(), c.t("origin"), c.x("logKey"))
    f.Entry(f.read_json(c.b("entry")), checkpoint)


def hpke(c):
    opened = f.hpke_open(c.x("openingKey"), c.x("enc"), c.x("info"), c.x("aad"), c.x("ciphertext"), c.i("aead"))
    same((c.x("plaintext"), opened))


def hkdf(c):
    prk = f.extract(c.x("salt"), c.x("ikm"))
    same((c.x("prk"), prk), (c.x("okm")[:32], f.expand(prk, c.x("info"))))


def ed25519(c):
    same((c.x("key"), f.SigningSeed(c.x("seed")).public), (c.x("signature"), f.SigningSeed(c.x("seed")).sign(c.x("message"))))


def envelope(c):
    fields = f.read_envelope(c.b("envelope"))
    same((c.b("statement"), fields[f.STATEMENT]))


def consistency(c):
    f.check_consistency(c.i("first"), c.x("firstRoot"), c.i("second"), c.x("secondRoot"), c.l("proof"))


def cosignature(c):
    origin = "natsuin/" + c.t("name").partition("/")[2]
    same((c.i("time"), f.read_cosignature(c.b("note").decode(), origin, c.t("name"), c.x("cosigner"))))


def argon2id(c):
    """With secret and associated data, which our own derivation has not: the library's inner call."""
    parts = {name: ffi.new("uint8_t[]", c.x(name)) for name in ("password", "salt", "secret", "associatedData")}
    out = ffi.new("uint8_t[]", len(c.x("tag")))
    cost = dict(t_cost=c.i("passes"), m_cost=c.i("memoryKiB"), lanes=c.i("lanes"), threads=c.i("lanes"))
    given = dict(pwd=parts["password"], salt=parts["salt"], secret=parts["secret"], ad=parts["associatedData"])
    lengths = dict(pwdlen="password", saltlen="salt", secretlen="secret", adlen="associatedData")
    lengths = {member: len(c.x(name)) for member, name in lengths.items()}
    nothing = dict(allocate_cbk=ffi.NULL, free_cbk=ffi.NULL, flags=lib.ARGON2_DEFAULT_FLAGS)
    context = ffi.new("argon2_context *", dict(version=0x13, out=out, outlen=len(c.x("tag")), **cost, **given, **lengths, **nothing))
    want(core(context, Type.ID.value) == lib.ARGON2_OK, "argon2")
    same((c.x("tag"), bytes(ffi.buffer(out))))


def algorithm_identifier(c):
    want(c.t("hashAlgorithmOID") in forms.SIGNATURES.get(c.t("signAlgo"), []), "no algorithm of ours")
    same((c.x("identifier"), cms.algorithm_identifier(c.t("signAlgo"), c.t("hashAlgorithmOID"))))


def succession_entry(c):
    checkpoint = f.read_checkpoint(c.b("checkpoint").decode(), c.t("origin"), c.x("logKey"))
    entry = f.Entry(f.read_json(c.b("entry")), checkpoint)
    sgm = bytes.fromhex(c.t("origin").partition("/")[2])
    asked, approved = forms.check_succession_entry(entry, sgm)
    same((c.t("askedBy"), asked), (c.t("approvedBy"), approved))


READERS = {
    "algorithm-identifier": algorithm_identifier,
    "signed-attributes": lambda c: same((c.b("attributes"), cms.signed_attributes(c.b("certificate"), c.x("messageDigest")))),
    "succession": lambda c: forms.check_successions(list(map(f.read_json, c.l("successions"))), c.x("sgm"), c.x("identityKey")),
    "succession-entry": succession_entry,
    "argon2id": argon2id,
    "device-keys": device_keys,
    "statement": lambda c: forms.read_statement(c.b("statement"), c.values.get("type")),
    "envelope": envelope,
    "sealed-statement": sealed_statement,
    "activation-commitment": lambda c: same((c.x("commitment"), f.activation_commitment(c.x("blind"), c.x("activationKey")))),
    "enrolment-secret-hash": lambda c: same((c.x("hash"), f.secret_hash(c.x("secret")))),
    "temporary-share": lambda c: same((c.x("share"), f.temporary_share(c.x("secret"), c.x("identityHash"), c.t("user")))),
    "key-transport": key_transport,
    "key-handover": key_handover,
    "display-hash": lambda c: same((c.x("hash"), f.display_hash(c.x("salt"), c.t("name"), c.t("kana"), c.t("email")))),
    "token": token,
    "answer": answer,
    "hello": lambda c: forms.read_hello(c.t("token"), c.x("identityKey"), f.sha256(c.x("identityKey")), c.x("nonce")),
    "sealing-key": sealing_key,
    "descriptor": descriptor,
    "leaf": lambda c: f.read_leaf(c.b("leaf")),
    "log-entry": log_entry,
    "checkpoint": lambda c: f.read_checkpoint(c.b("note").decode(), c.t("origin"), c.x("logKey")),
    "inclusion": lambda c: f.check_inclusion(c.i("index"), c.i("size"), c.x("leafHash"), c.x("root"), c.l("proof")),
    "cosignature": cosignature,
    "consistency": consistency,
    "enrolment-code": enrolment_code,
    "fingerprint": lambda c: same((c.t("fingerprint"), f.fingerprint(c.x("identityHash"), c.x("deviceKey")))),
    "comparison-code": lambda c: same((c.t("code"), f.comparison_code(c.l("hashes")))),
    "merkle-root": lambda c: same((c.x("root"), f.merkle_root(c.l("leaves")))),
    "hkdf": hkdf,
    "ed25519": ed25519,
    "hpke": hpke,
}


def main(folder):
    right, wrong, unread = 0, 0, []
    for kind in sorted(one for one in pathlib.Path(folder).iterdir() if one.is_dir()):
        if kind.name not in READERS:
            unread.append(kind.name)
            continue
        for file in sorted(kind.glob("*.txt")):
            case, why = Case(file), None
            try:
                READERS[kind.name](case)
            except f.Refused as e:
                why = e
            if case.accepted == (why is None):
                right += 1
            else:
                wrong += 1
                print("%s/%s: %s" % (kind.name, file.name, why or "accepted"))
    print("vectors: %d right, %d wrong; not read: %s" % (right, wrong, ", ".join(unread)))
    return 1 if wrong or not right else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
