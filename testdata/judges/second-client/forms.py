"""Which members statements and answers have (docs/protocol.md, sections 6 and 10), as tables."""

import re
import unicodedata

from formats import ed25519_key, ed25519_verify, moment, only, read_json, read_token, sha256, signing_input, token_payload, un_b64u, un_hex, want, whole

# --- forms of members: functions that refuse --------------------------------------------------------------------------


def hexa(length):
    return lambda value: un_hex(value, length)


def octets(length=None):
    return lambda value: un_b64u(value, length)


def text(value):
    want(isinstance(value, str), "a text")


def flag(value):
    want(isinstance(value, bool), "true or false")


def one_and_only(value):
    return lambda told: want(told is value, "%s, or nothing" % value)


def one_of(*values):
    return lambda value: want(isinstance(value, str) and value in values, "one of %s" % (values,))


def several(form, least=0, most=500000):
    def check(value):
        want(isinstance(value, list) and least <= len(value) <= most, "a list of %d to %d" % (least, most))
        for one in value:
            form(one)

    return check


def count(least=0, most=2**53 - 1):
    return lambda value: whole(value, least, most)


def members(spec, **forms):
    """An object: the names of its members, those with ? may be absent."""
    names = spec.split()

    def check(value):
        only(value, [n for n in names if not n.endswith("?")], [n[:-1] for n in names if n.endswith("?")])
        for name in value:
            {**FORMS, **forms}[name](value[name])

    return check


def fingerprint(value):
    want(isinstance(value, str) and re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", value), "a fingerprint")


def certificates_on_their_way(value):
    several(octets(), 1, 8)(value)
    lengths = [len(un_b64u(one)) for one in value]
    want(max(lengths) <= 16384 and min(lengths) > 0 and sum(lengths) <= 32768, "certificates: too large")


def distinguished_name(value):
    text(value)
    want(0 < len(value) <= 1000 and not re.search("[\0-\x1f\x7f-\x9f]", value), "a subject")


WITHOUT_INK = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufffc\U0001d159\U00016fe4"


def seen(character):
    kind = unicodedata.category(character)
    ideographic = kind == "Cn" and 0x20000 <= ord(character) < 0x40000 and ord(character) & 0xFFFF < 0xFFFE
    return ideographic or not (kind in "Cc Cf Zl Zp Cs Co Cn".split() or character in WITHOUT_INK)


def note(value):
    text(value)
    want(1 <= len(value) <= 200 and all(seen(character) for character in value), "a note")
    want(unicodedata.category(value[0]) != "Zs" != unicodedata.category(value[-1]), "a note: a space at an end")
    want(unicodedata.is_normalized("NFC", value), "a note: normalization")


ALGORITHMS = "rsa-2048 rsa-3072 rsa-4096 p-256 p-384 p-521 ed25519 ml-dsa-65".split()
USER = hexa(8)
DEVICE = KEY = STATEMENT_ID = hexa(16)
SHA384, SHA512 = "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"
SHA256 = "2.16.840.1.101.3.4.2.1"
SIGNATURES = {
    "1.2.840.113549.1.1.11": [SHA256], "1.2.840.113549.1.1.12": [SHA384], "1.2.840.113549.1.1.13": [SHA512],
    "1.2.840.113549.1.1.10": [SHA256, SHA384, SHA512],
    "1.2.840.10045.4.3.2": [SHA256], "1.2.840.10045.4.3.3": [SHA384], "1.2.840.10045.4.3.4": [SHA512],
    "1.3.101.112": [SHA512], "2.16.840.1.101.3.4.3.18": [SHA512],
}  # fmt: skip

COUNT = count(0, 2**31 - 1)

FORMS = {
    "aud": hexa(32), "user": USER, "device": DEVICE, "id": STATEMENT_ID, "iat": moment, "exp": moment,
    "invitation": USER, "deviceKey": octets(32), "loginKey": octets(32), "activationCommitment": octets(32),
    "algorithm": one_of(*ALGORITHMS), "methods": several(text, 1), "keyId": KEY, "certificateSha256": hexa(32),
    "signAlgo": one_of(*SIGNATURES), "hashAlgorithmOID": one_of(SHA256, SHA384, SHA512), "hashes": several(octets(), 1),
    "role": one_of("signer", "officer", "auditor", "administrator"), "secretHash": hexa(32), "codeExpires": moment,
    "subject": distinguished_name, "newSubject": distinguished_name, "endKeys": flag, "evidence": hexa(32), "displayHash": hexa(32), "handedKeySha256": hexa(32),
    "certificates": certificates_on_their_way, "from": count(), "person": USER, "statementId": STATEMENT_ID,
    "users": several(USER, 1, 200), "only": one_of("invited", "waiting", "staff"), "most": count(1, 1000), "after": USER,
    "confirmedUser": USER, "confirmedDevice": DEVICE, "fingerprint": fingerprint, "removedDevice": DEVICE,
    "reason": text, "note": note, "identity": hexa(32), "request": octets(),
    "withUse": one_and_only(True), "displayHashBefore": hexa(32), "invitationBefore": USER, "suspension": count(), "transportKey": hexa(16), "encryptedKeySha256": hexa(32),
}  # fmt: skip

# --- 6. Statements ----------------------------------------------------------------------------------------------------

# type: further members; the secrets in the envelope beside statement and device signature, by tag
STATEMENTS = {
    "enrol": ("invitation deviceKey loginKey activationCommitment", {3, 4, 5, 6, 7}),
    "create-key": ("algorithm methods", {3, 4}),
    "destroy-key": ("keyId certificateSha256", {3}),
    "sign": ("keyId certificateSha256 signAlgo hashAlgorithmOID hashes", {3, 4}),
    "invite": ("role secretHash codeExpires subject? algorithm? evidence? displayHash? handedKeySha256? certificates?", {3}),
    "list-keys": ("withUse?", set()),
    "activity": ("from", set()),
    "audit-log": ("from person?", set()),
    "outcome": ("statementId", set()),
    "list-people": ("users? only? most? after?", set()),
    "describe-person": ("person withUse?", set()),
    "confirm-device": ("confirmedUser confirmedDevice fingerprint", {3}),
    "standing": ("", set()),
    "suspend": ("person role subject? reason? note?", {3}),
    "resume": ("person role subject? reason? note? suspension?", {3}),
    "revoke": ("person role subject? reason? note?", {3}),
    "re-enrol": ("person role subject? secretHash codeExpires reason? note? invitationBefore?", {3}),
    "amend": ("person role subject newSubject displayHash evidence? endKeys reason? note? displayHashBefore?", {3}),
    "list-keys-of": ("person withUse?", set()),
    "change-pin": ("activationCommitment", {3, 4, 6, 7, 8, 9}),
    "renew-key": ("keyId certificateSha256", {3, 4}),
    "list-devices": ("", set()),
    "invite-device": ("secretHash codeExpires", {3, 4, 9}),
    "remove-device": ("removedDevice deviceKey", {3}),
    "transport-key": ("algorithm", set()),
    "handed-key": ("", set()),
    "renew-identity": ("identity", {3}),
    "approve": ("request", {3}),
    "withdraw": ("request reason? note?", {3}),
    "list-requests": ("request?", set()),
    "import-key": ("transportKey encryptedKeySha256 algorithm methods certificates handedKeySha256?", {3, 4, 10}),
}


# order: why it may be given
REASONS = {
    "suspend": "left absent device-lost key-compromised doubt asked-by-person mistake other",
    "resume": "settled asked-by-person mistake other",
    "revoke": "left device-lost key-compromised name-changed asked-by-person mistake other",
    "re-enrol": "device-lost pin-forgotten key-compromised asked-by-person mistake other",
    "amend": "name-changed asked-by-person mistake other",
    "withdraw": "doubt not-needed asked-by-person mistake other",
}


def can_wait(statement):
    if statement["type"] == "invite":
        return statement["role"] != "signer" or "handedKeySha256" in statement
    return statement["type"] in ("re-enrol", "renew-identity")


def read_statement(written, kind=None):
    statement = read_json(written)
    kind = kind or statement.get("type")
    want(statement.get("type") == kind and kind in STATEMENTS, "statement: type")
    forms = {"type": text, "v": count(1, 1)}
    if kind == "list-requests":
        forms["request"] = STATEMENT_ID
    members("type v aud user device id iat exp " + STATEMENTS[kind][0], **forms)(statement)
    has = statement.keys()
    if kind in ("invite", "suspend", "resume", "revoke", "re-enrol"):
        want(("subject" in has) == (statement["role"] == "signer"), kind + ": a subject for signers only")
    if kind == "invite":
        want(("algorithm" in has) == (statement["role"] == "signer"), "invite: an algorithm for signers only")
        want(("handedKeySha256" in has) == ("certificates" in has) <= ("subject" in has), "invite: a handed key")
    if kind == "amend":
        want(statement["role"] == "signer" and len(statement["newSubject"]) <= 1000, "amend: a name, of signers")
    if kind == "sign":
        want(statement["hashAlgorithmOID"] in SIGNATURES[statement["signAlgo"]], "sign: hash of another algorithm")
    if kind == "list-people":
        want(len({"users", "only", "most"} & has) <= 1 and ("after" in has) <= ("most" in has), "list-people: one of them")
    if kind in REASONS:
        want("reason" not in has or statement["reason"] in REASONS[kind].split(), kind + ": not a reason for it")
        want(("note" in has) <= ("reason" in has) and ("note" in has) >= (statement.get("reason") == "other"), kind + ": note")
    if kind in ("approve", "withdraw"):
        want(can_wait(read_statement(un_b64u(statement["request"]))), kind + ": of what cannot wait")
    return statement


def secrets_of(statement):
    return STATEMENTS[statement["type"]][1] | ({11} if statement["type"] == "invite" and "handedKeySha256" in statement else set())


# --- 10. Answers ------------------------------------------------------------------------------------------------------



ENTRY = members("index leaf salt record proof", index=count(), leaf=octets(), salt=octets(32), record=octets(), proof=several(octets(32)))
WAITS = members("request until", request=STATEMENT_ID, until=moment)
KEY_INFO = members(
    "user keyId algorithm status methods level certificates origin? handedBy? created? lastUsed?",
    status=one_of("enabled", "suspended", "expired", "revoked", "destroyed"), level=COUNT, certificates=several(octets(), 1),
    origin=one_of("imported"), handedBy=USER, created=moment, lastUsed=moment,
)  # fmt: skip
PERSON = "user role state subject? keys waiting? displayHash?"
PERSON_FORMS = dict(state=one_of("invited", "active", "suspended", "gone"), keys=COUNT, waiting=several(DEVICE, 1), subject=text)
ENDED = dict(keys=several(KEY), devices=several(DEVICE))
SUSPENDED = members("user state keys devices", state=PERSON_FORMS["state"], **ENDED)
INVITED = members("user invitation codeExpires waits?", waits=WAITS)
SHOWN_DEVICE = members("device enrolled confirmed? locked", enrolled=moment, confirmed=moment, locked=flag)
OWN_DEVICE = members("device deviceKey enrolled state", enrolled=moment, state=one_of("active", "waiting", "locked", "removed"))
CODE = members("invitation expires state", expires=moment, state=one_of("open", "used", "dead"))
REQUEST = members("user expires entry", expires=moment, entry=ENTRY)


def handed_only_if_imported(value):
    KEY_INFO(value)
    want(("lastUsed" in value) <= ("created" in value), "last used, and made at no time")
    want(("handedBy" in value) <= ("origin" in value), "a key that was handed over is imported")


SHOWN_KEY = members("uses key", uses=COUNT, key=handed_only_if_imported)


def transport_key(value):
    members("purpose user device transportKey suite publicKey expires", purpose=one_of("import-key"), suite=one_of(*SUITES), publicKey=octets(), expires=moment)(value)
    want(len(un_b64u(value["publicKey"])) == SUITES[value["suite"]], "transport key: length")


SUITES = {"hpke-x25519-hkdf-sha256-aes-256-gcm": 32, "rsa-3072-oaep-sha256-aes-256-kwp": 422, "rsa-3072-oaep-sha1-aes-256-kwp": 422}
RESULTS = {
    "enrol": members("user device loginKey role subject? algorithm?", subject=text),
    "create-key": handed_only_if_imported,
    "renew-key": handed_only_if_imported,
    "import-key": handed_only_if_imported,
    "list-keys": members("keys", keys=several(handed_only_if_imported)),
    "list-keys-of": members("keys", keys=several(handed_only_if_imported)),
    "transport-key": transport_key,
    "handed-key": members("user device key expires entry checkpoint", key=octets(), expires=moment, entry=ENTRY, checkpoint=text),
    "destroy-key": members("keyId"),
    "sign": members("keyId signatures", signatures=several(octets(), 1)),
    "activity": members("entries heads more checkpoint", entries=several(ENTRY), heads=several(members("chain number", chain=KEY, number=count(1))), more=flag, checkpoint=text),
    "audit-log": members("entries more checkpoint", entries=several(ENTRY), more=flag, checkpoint=text),
    "outcome": members("answer", answer=text),
    "invite": INVITED,
    "invite-device": members("user invitation codeExpires"),
    "list-people": members("people more?", people=several(members(PERSON, **PERSON_FORMS)), more=flag),
    "describe-person": members(
        "person algorithm? admitted? invitation? devices keys acts checkpoint", person=members(PERSON, **PERSON_FORMS), admitted=ENTRY,
        invitation=CODE, devices=several(SHOWN_DEVICE), keys=several(SHOWN_KEY), acts=several(ENTRY, 0, 50), checkpoint=text,
    ),
    "confirm-device": members("user device"),
    "suspend": SUSPENDED,
    "resume": SUSPENDED,
    "revoke": SUSPENDED,
    "amend": members("user displayHash keys", keys=ENDED["keys"]),
    "re-enrol": members("user invitation codeExpires keys devices waits?", waits=WAITS, **ENDED),
    "approve": members("request user keys devices", request=STATEMENT_ID, **ENDED),
    "withdraw": members("request user", request=STATEMENT_ID),
    "renew-identity": members("waits", waits=WAITS),
    "list-requests": members("requests more checkpoint", requests=several(REQUEST, 0, 200), more=flag, checkpoint=text),
    "change-pin": members("user device"),
    "list-devices": members("devices", devices=several(OWN_DEVICE)),
    "remove-device": members("user device keys", keys=several(KEY)),
    "standing": members("user device level waiting", level=COUNT, waiting=flag),
}  # fmt: skip

# Section 15: problems that travel.
PROBLEMS = """statement-not-accepted statement-malformed statement-replayed statement-expired statement-too-long audience-wrong
    person-not-active not-permitted device-not-confirmed device-unknown device-removed person-unknown person-state-wrong last-administrator
    content-differs changed-meanwhile request-unknown request-not-waiting own-request fingerprint-differs key-unknown key-not-enabled method-not-allowed-for-key
    certificate-not-bound certificate-expired certificate-revoked algorithm-not-allowed algorithm-not-in-store algorithm-experimental
    hashes-differ hash-length-wrong too-many-hashes too-many-people device-locked pin-wrong row-tampered invitation-not-accepted
    subject-not-allowed outcome-unknown import-not-allowed transport-key-unknown imported-key-unreadable key-too-short key-weak
    key-exponent-not-allowed key-already-held key-is-imported handed-key-unknown certificate-malformed certificate-of-other-key
    certificate-not-yet-valid certificate-not-for-signing request-malformed request-too-large login-required login-not-accepted not-found
    method-not-implemented too-many-requests server-busy sgm-unavailable server-clock-behind operation-unknown server-fault""".split()


def check_answer(payload, kind, identity_hash, sealed_hash, statement_hash):
    """The payload of an answer to a statement of this type, whoever signed it."""
    answer = read_json(payload)
    members(
        "type v sgm sealed statement? time sealingKey pinFailures? result? problem? receipt?",
        type=one_of("answer"), v=count(1, 1), sgm=hexa(32), sealed=hexa(32), statement=hexa(32), time=moment, sealingKey=text,
        pinFailures=COUNT, result=RESULTS.get(kind, lambda value: want(isinstance(value, dict), "a result")), problem=members("code triesLeft?", code=one_of(*PROBLEMS), triesLeft=COUNT),
        receipt=members("entry checkpoint", entry=ENTRY, checkpoint=text),
    )(answer)  # fmt: skip
    want(answer["sgm"] == identity_hash.hex(), "answer: of another SGM")
    want(answer["sealed"] == sealed_hash.hex(), "answer: to something else")
    want(answer.get("statement", statement_hash.hex()) == statement_hash.hex(), "answer: to another statement")
    want(("result" in answer) != ("problem" in answer), "answer: a result or a problem")
    if "problem" in answer:
        want(("triesLeft" in answer["problem"]) == (answer["problem"]["code"] == "pin-wrong"), "answer: tries left")
    return answer


# --- 11. Hello, sealing key, descriptor -------------------------------------------------------------------------------


def read_hello(token, identity_key, identity_hash, nonce):
    hello = read_json(read_token("hello", identity_key, token))
    members(
        "type v sgm nonce time sealingKey logKey checkpoint",
        type=one_of("hello"), v=count(1, 1), sgm=hexa(32), nonce=octets(16), time=moment, sealingKey=text, logKey=octets(32), checkpoint=text,
    )(hello)  # fmt: skip
    want(hello["sgm"] == identity_hash.hex() and un_b64u(hello["nonce"]) == nonce, "hello: of another SGM, to another nonce")
    ed25519_key(un_b64u(hello["logKey"]))
    return hello


def read_sealing_key(token, identity_key, identity_hash):
    key = read_json(read_token("sealing-key", identity_key, token))
    members(
        "type v sgm id publicKey from until",
        type=one_of("sealing-key"), v=count(1, 1), sgm=hexa(32), id=hexa(8), publicKey=octets(32), until=moment, **{"from": moment},
    )(key)  # fmt: skip
    want(key["sgm"] == identity_hash.hex(), "sealing key: of another SGM")
    return key


def read_descriptor(token, identity_hash=None):
    """It names the key that signs it; whether that is the SGM's, its hash or successions say."""
    payload = token_payload(token)
    told = read_json(payload)
    members(
        "type v identityKey url tlsKeys from until",
        type=one_of("descriptor"), v=count(1, 1), identityKey=octets(32), url=text, tlsKeys=several(hexa(32), 1, 16), until=moment,
        **{"from": moment},
    )(told)  # fmt: skip
    key = un_b64u(told["identityKey"])
    want(identity_hash in (None, sha256(key)), "descriptor: of another SGM")
    want(re.match("https://.", told["url"]), "descriptor: url")
    read_token("descriptor", key, token)
    return told


# --- 20. Identity keys that follow each other -------------------------------------------------------------------------


def read_succession(value):
    """What a succession says, if both keys signed it."""
    only(value, ["succession", "successor"])
    payload = token_payload(value["succession"])
    told = read_json(payload)
    members(
        "type v sgm number previousKey identityKey time request approval",
        type=one_of("succession"), v=count(1, 1), sgm=hexa(32), number=count(1, 100), previousKey=octets(32), identityKey=octets(32),
        time=moment, request=hexa(32), approval=hexa(32),
    )(told)  # fmt: skip
    want(told["previousKey"] != told["identityKey"], "succession: to the same key")
    read_token("succession", un_b64u(told["previousKey"]), value["succession"])
    new = ed25519_key(un_b64u(told["identityKey"]))
    ed25519_verify(new, un_b64u(value["successor"], 64), signing_input("successor", payload))
    return told


def check_successions(successions, sgm, key):
    """They lead from the SGM's name to this key; gives all its keys, the first one first."""
    told = [read_succession(value) for value in successions]
    keys = [un_b64u(one["previousKey"]) for one in told[:1]] + [un_b64u(one["identityKey"]) for one in told] or [key]
    want(sha256(keys[0]) == sgm and keys[-1] == key and len(set(keys)) == len(keys), "successions: keys")
    for at, one in enumerate(told):
        want(one["sgm"] == sgm.hex() and one["number"] == at + 1, "successions: name, number")
        want(un_b64u(one["previousKey"]) == keys[at], "successions: another key before")
        want(at == 0 or told[at - 1]["time"] <= one["time"], "successions: time goes back")
    return keys


def check_succession_entry(entry, sgm):
    """Who asked and who approved, as the entry's own statements say."""
    want(entry.leaf["type"] == "renew-identity", "succession: an entry of another type")
    told = read_succession(entry.record["succession"])
    want(entry.leaf["time"] == told["time"] and told["sgm"] == sgm.hex(), "succession: time, SGM")
    approval = un_b64u(entry.record["statement"])
    approve = read_statement(approval, "approve")
    request = un_b64u(approve["request"])
    asked = read_statement(request, "renew-identity")
    want(sha256(approval).hex() == told["approval"] and sha256(request).hex() == told["request"], "succession: other orders")
    want(approve["aud"] == asked["aud"] == sgm.hex(), "succession: orders for another SGM")
    want(approve["device"] == entry.leaf["device"] and approve["user"] != asked["user"], "succession: by whom")
    want(asked["identity"] == sha256(un_b64u(told["previousKey"])).hex(), "succession: of another key")
    return asked["user"], approve["user"]
