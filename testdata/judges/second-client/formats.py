"""The formats of docs/protocol.md, written from that page alone. Section numbers are its."""

import base64
import functools
import hashlib
import hmac
import json
import re
import struct
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Refused(Exception):
    """Not accepted."""


def want(holds, what):
    """Goes on only if this holds."""
    if not holds:
        raise Refused(what)


# --- 1. Notation ------------------------------------------------------------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def extract(salt, key):
    return hmac.new(salt, key, hashlib.sha256).digest()


def expand(prk, info, length=32):
    octets, block, count = b"", b"", 1
    while len(octets) < length:
        block = hmac.new(prk, block + info + bytes([count]), hashlib.sha256).digest()
        octets += block
        count += 1
    return octets[:length]


def b64u(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def b64(octets):
    return base64.b64encode(octets).decode()


def un_b64u(text, length=None):
    want(isinstance(text, str) and re.fullmatch("[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, "b64u")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    want(b64u(octets) == text and length in (None, len(octets)), "b64u, canonical, of the right length")
    return octets


def un_b64(text):
    want(isinstance(text, str) and re.fullmatch("[A-Za-z0-9+/]*={0,2}", text) and len(text) % 4 == 0, "b64")
    octets = base64.b64decode(text)
    want(b64(octets) == text, "b64, canonical")
    return octets


def un_hex(text, length):
    want(isinstance(text, str) and re.fullmatch("[0-9a-f]*", text) and len(text) == 2 * length, "hex of %d octets" % length)
    return bytes.fromhex(text)


def whole(number, least=0, most=2**53 - 1):
    want(type(number) is int and least <= number <= most, "a number from %d to %d" % (least, most))
    return number


def moment(number):
    return whole(number, 0, 253402300799)


def read_json(octets, csc=False):
    """One object, as strictly as section 1 says; in what CSC says a member may be null, which is as if it were absent."""

    def no(_):
        raise Refused("JSON: a number with a fraction or an exponent, or none")

    def integer(text):
        want(text != "-0" and len(text) <= 17, "JSON: a number")
        return whole(int(text), -(2**53) + 1)

    def members(pairs):
        want(len({name for name, _ in pairs}) == len(pairs), "JSON: a member twice")
        return {name: value for name, value in pairs if value is not None or not csc}

    def look(value, level):
        want(value is not None, "JSON: null")
        if isinstance(value, (dict, list)):
            want(level <= 8, "JSON: too deep")
            for inner in [*value, *value.values()] if isinstance(value, dict) else value:
                look(inner, level + 1)
        elif isinstance(value, str):
            want(not re.search("[\0\ud800-\udfff]", value), "JSON: U+0000 or half a surrogate pair")

    want(len(octets) <= 32 << 20, "JSON: too large")
    try:
        value = json.loads(octets.decode("utf-8"), parse_float=no, parse_constant=no, parse_int=integer, object_pairs_hook=members)
    except (ValueError, RecursionError) as e:
        raise Refused("JSON: %s" % e) from e
    want(isinstance(value, dict), "JSON: no object")
    look(value, 1)
    return value


def write_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def only(value, needed, possible=()):
    """The object has these members and no others."""
    want(isinstance(value, dict), "an object")
    want(set(needed) <= set(value) <= set(needed) | set(possible), "members: %s" % sorted(value))
    return value


# --- 2. Keys ----------------------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add_points(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P,
    )


@functools.lru_cache
def ed25519_key(octets):
    """A key from outside: a point of full order in canonical form."""
    want(len(octets) == 32, "an Ed25519 key has 32 octets")
    y = int.from_bytes(octets, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    want(y < P, "Ed25519: not canonical")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    want(x * x % P == square and not (x == 0 and odd), "Ed25519: no point")
    point = (P - x if x & 1 != odd else x, y)
    product, double, scalar = (0, 1), point, ORDER
    while scalar:
        if scalar & 1:
            product = add_points(product, double)
        double, scalar = add_points(double, double), scalar >> 1
    want(product == (0, 1) and point != (0, 1), "Ed25519: not of full order")
    return octets


def ed25519_verify(key, signature, message):
    want(len(signature) == 64 and int.from_bytes(signature[32:], "little") < ORDER, "Ed25519: S")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError) as e:
        raise Refused("Ed25519: the signature does not hold") from e


class SigningSeed:
    """An Ed25519 private key."""

    def __init__(self, seed):
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def sign(self, message):
        return self._key.sign(message)

    def sign_for(self, purpose, payload):
        return self.sign(signing_input(purpose, payload))


# --- 3. Derivation on the device --------------------------------------------------------------------------------------


def context(identity_hash, user):
    return identity_hash + struct.pack(">H", len(user.encode())) + user.encode()


def pin_digits(pin):
    digits = "".join(str(unicodedata.digit(c)) if "\uff10" <= c <= "\uff19" else c for c in pin)
    want(re.fullmatch("[0-9]{1,64}", digits), "a PIN is digits")
    return digits.encode()


def login_and_device(secret, identity_hash, user):
    want(len(secret) == 32, "a device secret has 32 octets")
    base, ctx = extract(b"natsuin-v1", secret), context(identity_hash, user)
    return SigningSeed(expand(base, b"login" + ctx)), SigningSeed(expand(base, b"device" + ctx))


@functools.lru_cache  # A judge may keep what a product must forget.
def activation_and_seal(secret, identity_hash, user, pin):
    base, ctx = extract(b"natsuin-v1", secret), context(identity_hash, user)
    salt = expand(base, b"pin-salt" + ctx)
    stretched = argon2id(pin_digits(pin), salt, 65536, 3, 1)
    root = extract(base, stretched)
    return SigningSeed(expand(root, b"activation" + ctx)), expand(root, b"seal" + ctx)


def argon2id(password, salt, memory, passes, lanes):
    return hash_secret_raw(password, salt, passes, memory, lanes, 32, Type.ID, version=0x13)


def temporary_share(enrolment_secret, identity_hash, user):
    return expand(extract(b"natsuin-v1", enrolment_secret), b"temporary-seal" + context(identity_hash, user))


def device_id(device_key):
    return sha256(device_key)[:16].hex()


# --- 5. Tokens --------------------------------------------------------------------------------------------------------


def header(purpose):
    return b64u(b'{"alg":"EdDSA","typ":"natsuin-%s"}' % {"device-statement": "device"}.get(purpose, purpose).encode())


def signing_input(purpose, payload):
    return ("%s.%s" % (header(purpose), b64u(payload))).encode()


def make_token(purpose, key, payload):
    return "%s.%s" % (signing_input(purpose, payload).decode(), b64u(key.sign_for(purpose, payload)))


def token_payload(token):
    parts = token.split(".") if isinstance(token, str) else []
    want(len(parts) == 3, "a token has three parts")
    return un_b64u(parts[1])


def read_token(purpose, key, token):
    """The payload of a token of this purpose that this key signed."""
    payload = token_payload(token)
    first, _, signature = token.split(".")
    want(first == header(purpose), "a token of another purpose")
    ed25519_verify(ed25519_key(key), un_b64u(signature, 64), signing_input(purpose, payload))
    return payload


# --- 7. Commitments ---------------------------------------------------------------------------------------------------


def activation_commitment(blind, activation_key):
    return sha256(b"natsuin-activation-commitment-v1", blind, activation_key)


def secret_hash(enrolment_secret):
    return sha256(b"natsuin-enrolment-v1", enrolment_secret)


def display_hash(salt, *texts):
    return sha256(b"natsuin-display-v1", salt, *(struct.pack(">H", len(t.encode())) + t.encode() for t in texts))


def enrolment_secret_of(code_secret, identity_hash):
    return expand(extract(b"natsuin-v1", code_secret), b"enrolment-secret" + identity_hash)[:16]


def open_handed_key(code_secret, identity_hash, hash_of_secret, certificates, sealed):
    """Name and key that staff handed over with a code."""
    want(len(sealed) >= 49 and sealed[0] == 1, "handed key: version, length")
    salt = sealed[1:33]
    key = expand(extract(b"natsuin-v1", code_secret), b"handed-key" + identity_hash + salt)
    aad = b"natsuin-handed-key-v1" + identity_hash + hash_of_secret + sha256(*map(sha256, certificates))
    plain = aes_gcm_open(key, bytes(12), sealed[33:], aad)
    length = struct.unpack(">H", plain[:2])[0]
    want(length <= 400 and len(plain) >= 2 + length, "handed key: name")
    return plain[2 : 2 + length].decode(), plain[2 + length :]


# --- 8. Envelope and sealed statement ---------------------------------------------------------------------------------

STATEMENT, DEVICE_SIGNATURE, ACTIVATION_SIGNATURE = 1, 2, 3
TAGS = {
    "seal_share": 4, "enrolment_secret": 5, "activation_key": 6, "blind": 7, "new_activation_signature": 8, "new_seal_share": 9,
    "encrypted_key": 10, "handed_key": 11,
}  # fmt: skip
LENGTHS = {
    1: (1, 2**31), 2: (64, 64), 3: (64, 64), 4: (32, 32), 5: (16, 16), 6: (32, 32), 7: (32, 32), 8: (64, 64), 9: (32, 32),
    10: (32, 16384), 11: (32, 16384),
}  # fmt: skip


def write_envelope(fields):
    return b"NSE1" + b"".join(struct.pack(">BI", tag, len(fields[tag])) + fields[tag] for tag in sorted(fields))


def read_envelope(octets):
    want(octets[:4] == b"NSE1", "an envelope")
    fields, at = {}, 4
    while at < len(octets):
        want(at + 5 <= len(octets), "envelope: cut")
        tag, length = struct.unpack(">BI", octets[at : at + 5])
        want(tag in LENGTHS and tag > max(fields, default=0), "envelope: tag %d" % tag)
        want(LENGTHS[tag][0] <= length <= LENGTHS[tag][1] and at + 5 + length <= len(octets), "envelope: length")
        fields[tag] = octets[at + 5 : at + 5 + length]
        at += 5 + length
    want(STATEMENT in fields and DEVICE_SIGNATURE in fields, "envelope: no statement or device signature")
    return fields


def aes_gcm_open(key, nonce, ciphertext, aad):
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except (InvalidTag, ValueError) as e:
        raise Refused("AES-GCM does not open") from e


KEM = b"KEM" + struct.pack(">H", 0x20)


def hpke_labelled(suite, label, salt, key):
    return extract(salt, b"HPKE-v1" + suite + label + key)


def hpke_expand(suite, prk, label, info, length):
    return expand(prk, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info, length)


def hpke_key_and_nonce(shared, enc, receiver, info, aead):
    """RFC 9180: the KEM's shared secret, then the key schedule of base mode."""
    eae = hpke_labelled(KEM, b"eae_prk", b"", shared)
    secret = hpke_expand(KEM, eae, b"shared_secret", enc + receiver, 32)
    suite = b"HPKE" + struct.pack(">HHH", 0x20, 1, aead)
    psk_id, hashed = hpke_labelled(suite, b"psk_id_hash", b"", b""), hpke_labelled(suite, b"info_hash", b"", info)
    prk = hpke_labelled(suite, b"secret", secret, b"")
    schedule = b"\0" + psk_id + hashed
    return (
        hpke_expand(suite, prk, b"key", schedule, 16 if aead == 1 else 32),
        hpke_expand(suite, prk, b"base_nonce", schedule, 12),
    )


def x25519(private, public):
    try:
        return private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as e:
        raise Refused("X25519: a key of small order") from e


def x25519_public(private):
    return private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def hpke_seal(receiver, info, aad, plaintext):
    own = X25519PrivateKey.generate()
    enc = x25519_public(own)
    key, nonce = hpke_key_and_nonce(x25519(own, receiver), enc, receiver, info, 2)
    return enc, AESGCM(key).encrypt(nonce, plaintext, aad)


def hpke_open(opening, enc, info, aad, ciphertext, aead=2):
    own = X25519PrivateKey.from_private_bytes(opening)
    key, nonce = hpke_key_and_nonce(x25519(own, enc), enc, x25519_public(own), info, aead)
    return aes_gcm_open(key, nonce, ciphertext, aad)


def seal_statement(sealing_key_id, sealing_key, identity_hash, envelope):
    enc, ciphertext = hpke_seal(sealing_key, b"natsuin-statement-v1", identity_hash, envelope)
    sealed = b"\1" + sealing_key_id + enc + ciphertext
    want(len(sealed) <= 2097152, "too large to be sealed")
    return sealed


def open_statement(opening, sealing_key_id, identity_hash, sealed):
    want(57 <= len(sealed) <= 2097152 and sealed[:9] == b"\1" + sealing_key_id, "sealed to another key")
    return hpke_open(opening, sealed[9:41], b"natsuin-statement-v1", identity_hash, sealed[41:])


# --- 13. The signature log --------------------------------------------------------------------------------------------


def leaf_hash(leaf):
    return sha256(b"\0", leaf)


def node(left, right):
    return sha256(b"\1", left, right)


def merkle_root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(merkle_root(leaves[:half]), merkle_root(leaves[half:]))


def check_inclusion(index, size, leaf, root, proof):
    """RFC 9162, 2.1.3.2."""
    want(0 <= index < size and all(len(h) == 32 for h in proof), "inclusion: index, proof")
    fn, sn, r = index, size - 1, leaf
    for h in proof:
        want(sn > 0, "inclusion: the proof is too long")
        if fn & 1 or fn == sn:
            r = node(h, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, h)
        fn, sn = fn >> 1, sn >> 1
    want(sn == 0 and r == root, "inclusion: not in this tree")


def check_consistency(first, first_root, second, second_root, proof):
    """RFC 9162, 2.1.4.2; empty from size 0 and between equal sizes."""
    want(0 <= first <= second and all(len(h) == 32 for h in proof), "consistency: sizes, proof")
    if first == 0 or first == second:
        want(not proof, "consistency: the proof is not empty")
        want(first_root == (sha256(b"") if first == 0 else second_root), "consistency: roots")
        return
    want(proof, "consistency: no proof")
    if first & (first - 1) == 0:
        proof = [first_root, *proof]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        want(sn > 0, "consistency: the proof is too long")
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    want(sn == 0 and fr == first_root and sr == second_root, "consistency: the log was rewritten")


class Note:
    """A checkpoint: what it says, and who signed it."""

    def __init__(self, text, origin):
        want(isinstance(text, str) and len(text) <= 16384, "a note")
        body, gap, signatures = text.partition("\n\n")
        lines = body.split("\n")
        want(gap and len(lines) == 3 and lines[0] == origin, "a note of this log")
        want(re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]) and int(lines[1]) <= 2**53 - 1, "note: size")
        want(signatures.endswith("\n"), "note: line end")
        self.text, self.body = text, (body + "\n").encode()
        self.size, self.root = int(lines[1]), un_b64(lines[2])
        want(len(self.root) == 32, "note: root")
        want(self.size > 0 or self.root == sha256(b""), "note: root of the empty log")
        self.signatures = [self._line(line) for line in signatures[:-1].split("\n")]
        want(len(self.signatures) <= 16, "note: too many signature lines")

    @staticmethod
    def _line(line):
        want(re.fullmatch("— [^ +]+ [^ ]+", line), "note: a signature line")
        _, name, value = line.split(" ")
        octets = un_b64(value)
        want(len(octets) >= 5, "note: a signature")
        return name, octets[:4], octets[4:]

    def signed_by(self, name, kind, key):
        """What stands behind the key id in the line of this key."""
        key_id = sha256(name.encode(), b"\n", bytes([kind]), key)[:4]
        lines = [value for n, i, value in self.signatures if n == name and i == key_id]
        want(len(lines) == 1, "note: not signed by %s" % name)
        return lines[0]


def read_checkpoint(text, origin, log_key):
    note = Note(text, origin)
    ed25519_verify(ed25519_key(log_key), note.signed_by(origin, 1, log_key), note.body)
    return note


def read_cosignature(text, origin, name, cosigner):
    """The time at which the SAP cosigned."""
    note = Note(text, origin)
    value = note.signed_by(name, 4, cosigner)
    want(len(value) == 72, "cosignature: length")
    time = struct.unpack(">Q", value[:8])[0]
    ed25519_verify(ed25519_key(cosigner), value[8:], b"cosignature/v1\ntime %d\n" % time + note.body)
    return time


def read_leaf(octets):
    leaf = only(read_json(octets), "type v time chain number previous device level method kekEpoch record".split())
    want(leaf["type"] in RECORDS and leaf["v"] == 1, "leaf: type, version")
    moment(leaf["time"])
    for name, length in ("chain", 16), ("device", 16), ("record", 32):
        un_hex(leaf[name], length)
    whole(leaf["number"], 1), whole(leaf["previous"], -1), whole(leaf["level"]), whole(leaf["kekEpoch"])
    want((leaf["previous"] == -1) == (leaf["number"] == 1), "leaf: number and previous")
    want(isinstance(leaf["method"], str) and re.fullmatch("[a-z0-9-]{1,32}", leaf["method"]), "leaf: method")
    return leaf


RECORDS = """init invite enrol pin-failure create-key import-key sign destroy-key confirm-device suspend resume revoke re-enrol amend change-pin
    renew-key invite-device remove-device request approve withdraw renew-identity fingerprint-differs renew-kek renew-ca restore""".split()


class Entry:
    """A log entry that is proven under a checkpoint."""

    def __init__(self, value, checkpoint):
        only(value, ["index", "leaf", "salt", "record", "proof"])
        self.index = whole(value["index"])
        octets, record = un_b64u(value["leaf"]), un_b64u(value["record"])
        self.leaf, self.record = read_leaf(octets), read_json(record)
        want(sha256(un_b64u(value["salt"], 32), record).hex() == self.leaf["record"], "entry: another record")
        want(self.record.get("type") == self.leaf["type"], "entry: a record of another type")
        want(self.leaf["previous"] < self.index, "entry: previous")
        want(isinstance(value["proof"], list), "entry: proof")
        proof = [un_b64u(h, 32) for h in value["proof"]]
        check_inclusion(self.index, checkpoint.size, leaf_hash(octets), checkpoint.root, proof)


# --- 14. What people read, carry and compare --------------------------------------------------------------------------

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def base32(octets):
    bits = "".join("{:08b}".format(o) for o in octets)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))


def un_base32(text):
    text = text.upper().replace("I", "1").replace("L", "1").replace("O", "0")
    want(all(c in ALPHABET for c in text), "base32")
    bits = "".join("{:05b}".format(ALPHABET.index(c)) for c in text)
    octets = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))
    want(base32(octets) == text, "base32, canonical")
    return octets


def groups(text):
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def fingerprint(identity_hash, device_key):
    return groups(base32(sha256(b"natsuin-fingerprint-v1", identity_hash, device_key)[:10]))


def comparison_code(hashes):
    return groups(base32(sha256(b"natsuin-comparison-v1", *(bytes([len(h)]) + h for h in hashes))[:5]))


class EnrolmentCode:
    """What an officer hands over by hand."""

    def __init__(self, text):
        want(len(text) <= 1000, "code: too long")
        text = re.sub("[ \t\r\n-]", "", text)
        want(re.match("NATSUIN[12]", text, re.I), "code: no prefix")
        octets = un_base32(text[8:])
        want(len(octets) >= 70 and octets[0] == int(text[7]), "code: version, length")
        want(sha256(octets[:-4])[:4] == octets[-4:], "code: mistyped")
        self.identity_hash, self.invitation, self.user = octets[1:33], octets[33:41].hex(), octets[41:49].hex()
        secret, url = octets[49:65], octets[65:-4]
        self.key_secret = secret if octets[0] == 2 else None
        self.secret = enrolment_secret_of(secret, self.identity_hash) if octets[0] == 2 else secret
        want(len(url) <= 400 and re.fullmatch(rb"https://[!-~]+", url) and not re.search(rb"[@?#]", url), "code: url")
        self.url = url.decode()


def write_code(identity_hash, invitation, user, secret, url):
    octets = b"\1" + identity_hash + bytes.fromhex(invitation) + bytes.fromhex(user) + secret + url.encode("ascii")
    text = "NATSUIN1" + base32(octets + sha256(octets)[:4])
    return "-".join([text[:8], *(text[i : i + 5] for i in range(8, len(text), 5))])
