"""A device: enrols, orders, and believes nothing but what the pinned SGM signed (docs/protocol.md, sections 9 to 13, 16)."""

import http.client
import os
import ssl
import time
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import formats as f
import forms
from formats import Refused, want


class Problem(Exception):
    """What the SGM refused, in its own signed words."""

    def __init__(self, answer):
        super().__init__(answer["problem"]["code"])
        self.code, self.tries_left = answer["problem"]["code"], answer["problem"].get("triesLeft")
        self.answer = answer


class Unproven(Exception):
    """What the SAP said and no SGM signed."""


class Server:
    """Speaks TLS 1.3 to one address, and to the keys that its descriptor names."""

    def __init__(self, url, pinned):
        self.url, self._keys, self._connection = url, None, None
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._context.check_hostname, self._context.verify_mode = False, ssl.CERT_NONE
        self._context.minimum_version = ssl.TLSVersion.TLSv1_3
        keys = self.describe()
        want(pinned in map(f.sha256, keys), "descriptor: of another SGM")
        self.sgm = f.sha256(keys[0])

    def describe(self):
        """Reads the descriptor on a connection of its own; gives the identity keys that the SGM says it had (section 20)."""
        self._keys = None
        connection = self._connect()
        told = f.only(self._exchange(connection, "GET", "/api/v1/descriptor", None, {})[2], ["descriptor", "successions"])
        descriptor = forms.read_descriptor(told["descriptor"])
        key = f.un_b64u(descriptor["identityKey"])
        first = [f.un_b64u(forms.read_succession(one)["previousKey"]) for one in told["successions"][:1]] or [key]
        keys = forms.check_successions(told["successions"], f.sha256(first[0]), key)
        want(descriptor["url"] == self.url, "descriptor: another address")
        want(self._key_of(connection) in descriptor["tlsKeys"], "descriptor: another TLS key")
        self.descriptor, self.successions, self.identity_key = descriptor, told["successions"], key
        self._keys, self._connection = descriptor["tlsKeys"], connection
        return keys

    def _connect(self):
        at = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPSConnection(at.hostname, at.port or 443, context=self._context, timeout=90)
        connection.connect()
        want(self._keys is None or self._key_of(connection) in self._keys, "TLS: a key that no descriptor names")
        return connection

    @staticmethod
    def _key_of(connection):
        certificate = x509.load_der_x509_certificate(connection.sock.getpeercert(binary_form=True))
        return f.sha256(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hex()

    @staticmethod
    def _exchange(connection, method, path, body, headers):
        headers = {**headers, **({} if body is None else {"Content-Type": "application/json"})}
        connection.request(method, path, None if body is None else f.write_json(body), headers)
        response = connection.getresponse()
        octets = response.read()
        return response.status, response.headers, f.read_json(octets, path.startswith("/csc/"))

    def ask(self, method, path, body=None, **headers):
        """Status, headers and body; a connection that ended is made anew."""
        headers = {name.capitalize(): value for name, value in headers.items()}
        try:
            return self._exchange(self._connection, method, path, body, headers)
        except (http.client.HTTPException, OSError):
            self._connection = self._connect()
            return self._exchange(self._connection, method, path, body, headers)

    def told(self, path, body):
        status, _, said = self.ask("POST", path, body)
        if status != 200:
            raise Unproven("%s: %d %s" % (path, status, said))
        return said


class Device:
    """One enrolment of one person."""

    def __init__(self, code):
        self.user = code.user
        self.server = Server(code.url, code.identity_hash)
        self.sgm = self.server.sgm
        self.known = []
        self.origin = "natsuin/" + self.sgm.hex()
        self.log_key = self.cosigner = self.newest = None
        self.heads, self.lost, self.epochs = {}, 0, []
        self._secret = os.urandom(32)
        self._login, self._device = f.login_and_device(self._secret, self.sgm, self.user)
        self.key, self.id = self._device.public, f.device_id(self._device.public)
        self._access = None
        self.prefer, self.was_told_to_ask_again = "respond-async", 0

    # --- the log ---

    def continues(self, first, second):
        """The log of the second checkpoint is that of the first, and more."""
        proof = []
        if 0 < first.size < second.size:
            told = self.server.told("/api/v1/log/consistency", {"first": first.size, "second": second.size})
            proof = [f.un_b64u(h, 32) for h in f.only(told, ["proof"])["proof"]]
        f.check_consistency(first.size, first.root, second.size, second.root, proof)

    def agree(self, note):
        """The checkpoint and the newest kept one are of one log; the larger is kept."""
        first, second = sorted((self.newest or note, note), key=lambda n: n.size)
        self.continues(first, second)
        self.newest = second

    def restored(self, log_key, note):
        """The log goes on behind a backup, under another key: believed as far as `restore` entries lead from the known key to it."""
        told = f.only(self.server.told("/api/v1/log/epochs", {"size": note.size}), ["entries"])["entries"]
        entries, key = [f.Entry(value, note) for value in told], self.log_key
        before = [f.un_b64u(entry.record["previousLogKey"], 32) for entry in entries]
        want(key in before, "another log key, and no entry names the one that was known")
        for at, entry in enumerate(entries[before.index(key) :]):
            want(entry.leaf["type"] == "restore" and entry.leaf["chain"] == "0" * 32, "restore: of another type or chain")
            want(f.un_b64u(entry.record["previousLogKey"]) == key, "restore: behind another key")
            backup = f.read_checkpoint(entry.record["backup"], self.origin, key)
            want(backup.size == entry.index, "restore: a backup of another size")
            self.continues(backup, note)
            if at == 0 and self.newest.size <= backup.size:
                self.continues(self.newest, note)
            elif at == 0:
                self.lost = self.newest.size - backup.size
                self.heads = {}
            self.epochs.append((key, backup.size))
            key = f.ed25519_key(f.un_b64u(entry.record["logKey"], 32))
        want(key == log_key, "restore: leads to another key")
        self.log_key, self.newest = log_key, note

    def checkpoint(self, text):
        """A checkpoint of any age: of the log's key, or of one before, up to the backup that ended it."""
        note = None
        for key, size in [*self.epochs, (self.log_key, 2**63)]:
            try:
                note = f.read_checkpoint(text, self.origin, key)
                want(note.size <= size, "a checkpoint of what was lost")
            except Refused:
                if key == self.log_key:
                    raise
                continue
            break
        self.agree(note)
        return note

    # --- greetings ---

    def follow(self):
        """Greets a server whose SGM may have another identity key by now; never goes back, and never aside."""
        for last in False, True:
            keys = self.server.describe()
            want(f.sha256(keys[0]) == self.sgm and keys[: len(self.known)] == self.known, "another SGM, or another succession than was known")
            try:
                return self.hello()
            except Refused:  # The SAP hears of a new key with a hello: what it described before was the key before.
                if last:
                    raise

    def prove_successions(self, note):
        """Every succession stands in the log, as it came beside the descriptor; until then the key is a candidate."""
        told = f.only(self.server.told("/api/v1/log/successions", {"size": note.size}), ["entries"])["entries"]
        entries = [f.Entry(value, note) for value in told]
        for entry in entries:
            forms.check_succession_entry(entry, self.sgm)
        want([entry.record["succession"] for entry in entries] == self.server.successions, "a succession that is not in the log")

    def hello(self):
        """SGM time, sealing key and log as they are now; gives the challenge of a login."""
        nonce = os.urandom(16)
        told = f.only(self.server.told("/api/v1/hello", {"nonce": f.b64u(nonce)}), ["hello", "challenge", "cosigner", "cosigned"])
        hello = forms.read_hello(told["hello"], self.server.identity_key, self.sgm, nonce)
        want(self.server.descriptor["from"] <= hello["time"] < self.server.descriptor["until"], "descriptor: not now")
        log_key = f.un_b64u(hello["logKey"])
        self.log_key = self.log_key or log_key
        cosigner = f.un_b64u(told["cosigner"], 32)
        want(self.cosigner in (None, cosigner), "another cosigner")
        self.offered_cosigner = cosigner
        cosigned = f.read_checkpoint(told["cosigned"], self.origin, log_key)
        f.read_cosignature(told["cosigned"], self.origin, "natsuin-sap/" + self.sgm.hex(), cosigner)
        note = f.read_checkpoint(hello["checkpoint"], self.origin, log_key)
        if log_key == self.log_key:
            want(self.newest is None or self.newest.size <= note.size, "hello: the log is smaller than it was")
            self.agree(note)
        else:
            self.restored(log_key, note)
        want(cosigned.body == note.body, "another checkpoint was cosigned")
        if len(self.known) != len(self.server.successions) + 1:
            self.prove_successions(note)
            self.known = forms.check_successions(self.server.successions, self.sgm, self.server.identity_key)
        self.take_sealing_key(hello["sealingKey"], hello["time"])
        return told["challenge"]

    def take_sealing_key(self, token, now):
        sealing = forms.read_sealing_key(token, self.server.identity_key, self.sgm)
        want(sealing["from"] <= now < sealing["until"], "sealing key: not now")
        self.sealing_key = sealing
        self._ahead = now - time.monotonic()

    def now(self):
        return int(time.monotonic() + self._ahead)

    def log_in(self):
        assertion = {"type": "login", "v": 1, "aud": self.server.url, "user": self.user, "device": self.id, "challenge": self.hello()}
        told = self.server.told("/api/v1/login", {"assertion": f.make_token("login", self._login, f.write_json(assertion))})
        want(f.only(told, ["access_token", "token_type", "expires_in"])["token_type"] == "Bearer", "login")
        self._access = told["access_token"]

    def told_as_csc(self, path, body):
        status, _, said = self.server.ask("POST", path, body, Authorization="Bearer " + self._access)
        if status != 200:
            raise Unproven("%s: %d %s" % (path, status, said))
        return said

    # --- statements ---

    def statement(self, kind, **members):
        now = self.now()
        first = {"type": kind, "v": 1, "aud": self.sgm.hex(), "user": self.user, "device": self.id, "id": os.urandom(16).hex()}
        written = f.write_json({**first, "iat": now, "exp": now + 300, **members})
        forms.read_statement(written, kind)
        return written

    def seal(self, written, pin=None, **secrets):
        """Envelope and sealing; with a PIN the activation signature and the seal share. Secrets by what section 8 calls them."""
        fields = {f.STATEMENT: written, f.DEVICE_SIGNATURE: self._device.sign_for("device-statement", written)}
        if pin is not None:
            activation, share = f.activation_and_seal(self._secret, self.sgm, self.user, pin)
            fields[f.ACTIVATION_SIGNATURE] = activation.sign_for("activation", written)
            secrets.setdefault("seal_share", share)
        fields.update({f.TAGS[name]: octets for name, octets in secrets.items()})
        wanted = {f.STATEMENT, f.DEVICE_SIGNATURE} | forms.secrets_of(f.read_json(written))
        want(wanted <= set(fields), "secrets of the type")
        envelope = f.write_envelope({tag: fields[tag] for tag in wanted})
        return f.seal_statement(f.un_hex(self.sealing_key["id"], 8), f.un_b64u(self.sealing_key["publicKey"]), self.sgm, envelope)

    def seal_as(self, signed, written, pin):
        """What whoever is between would like to: another statement under the signatures of this one."""
        activation, _ = f.activation_and_seal(self._secret, self.sgm, self.user, pin)
        fields = {f.STATEMENT: written, f.DEVICE_SIGNATURE: self._device.sign_for("device-statement", signed)}
        fields[f.ACTIVATION_SIGNATURE] = activation.sign_for("activation", signed)
        return f.seal_statement(f.un_hex(self.sealing_key["id"], 8), f.un_b64u(self.sealing_key["publicKey"]), self.sgm, f.write_envelope(fields))

    def send(self, path, body, sealed):
        """Sends these octets until something that may be an answer comes: 202, 429 and 503 only tell when to ask again."""
        headers = {"Prefer": self.prefer, **({"Authorization": "Bearer " + self._access} if self._access else {})}
        method, at, asked = "POST", path, body
        for _ in range(60):
            status, told, said = self.server.ask(method, at, asked, **headers)
            token = said.get("answer") or said.get("natsuinAnswer")
            if token:
                return token, said
            if status == 202:
                self.was_told_to_ask_again += 1
                method, at, asked = "GET", "/api/v1/operations/" + f.sha256(sealed).hex(), None
            elif status in (404, 429, 503):
                method, at, asked = "POST", path, body
            else:
                raise Unproven("%s: %d %s" % (path, status, said))
            time.sleep(int(told.get("Retry-After", "1")))
        raise Unproven("%s: no answer" % path)

    def believe(self, token, written, sealed):
        """The answer, if the pinned SGM gave it to these octets (section 10)."""
        kind = f.read_json(written)["type"]
        payload = f.read_token("answer", self.server.identity_key, token)
        answer = forms.check_answer(payload, kind, self.sgm, f.sha256(sealed), f.sha256(written))
        if "receipt" in answer:
            entry = f.Entry(answer["receipt"]["entry"], self.checkpoint(answer["receipt"]["checkpoint"]))
            want(entry.leaf["device"] == self.id, "receipt: of another device")
            want(f.un_b64u(entry.record.get("statement")) == written, "receipt: of another statement")
            want(entry.record.get("deviceSignature") == f.b64u(self._device.sign_for("device-statement", written)), "receipt: signature")
        if "problem" in answer:
            raise Problem(answer)
        want("statement" in answer, "answer: names no statement")
        want("receipt" in answer or f.ACTIVATION_SIGNATURE not in forms.STATEMENTS[kind][1], "answer: a change without a receipt")
        return answer

    def order(self, kind, pin=None, secrets=None, display=None, **members):
        """A statement to `statements`, from its making to its believed result."""
        written = self.statement(kind, **members)
        sealed = self.seal(written, pin, **secrets or {})
        body = {"sealed": f.b64u(sealed), "kind": kind, **({"display": display} if display else {})}
        token, _ = self.send("/api/v1/statements", body, sealed)
        return self.believe(token, written, sealed)["result"]

    def enrol(self, code, pin):
        self.hello()
        cosigner, activation = self.offered_cosigner, f.activation_and_seal(self._secret, self.sgm, self.user, pin)[0]
        blind = os.urandom(32)
        written = self.statement(
            "enrol",
            invitation=code.invitation,
            deviceKey=f.b64u(self.key),
            loginKey=f.b64u(self._login.public),
            activationCommitment=f.b64u(f.activation_commitment(blind, activation.public)),
        )
        sealed = self.seal(written, pin, enrolment_secret=code.secret, activation_key=activation.public, blind=blind)
        token, _ = self.send("/api/v1/enrolments", {"sealed": f.b64u(sealed)}, sealed)
        result = self.believe(token, written, sealed)["result"]
        want((result["user"], result["device"]) == (self.user, self.id), "enrolled as somebody else")
        want(result["loginKey"] == f.b64u(self._login.public), "enrolled with another login key")
        self.cosigner = cosigner
        return result

    def change_pin(self, old, new):
        activation, share = f.activation_and_seal(self._secret, self.sgm, self.user, new)
        blind = os.urandom(32)
        written = self.statement("change-pin", activationCommitment=f.b64u(f.activation_commitment(blind, activation.public)))
        new_secrets = {"activation_key": activation.public, "blind": blind, "new_seal_share": share}
        sealed = self.seal(written, old, new_activation_signature=activation.sign_for("activation", written), **new_secrets)
        token, _ = self.send("/api/v1/statements", {"sealed": f.b64u(sealed), "kind": "change-pin"}, sealed)
        return self.believe(token, written, sealed)["result"]

    # --- admitting others ---

    def invite(self, pin, role, name, email, **members):
        """The enrolment code of somebody new; what they are called is signed with the invitation."""
        secret, salt = os.urandom(16), os.urandom(32)
        result = self.order(
            "invite",
            pin,
            display={"name": name, "email": email, "salt": f.b64u(salt)},
            role=role,
            secretHash=f.secret_hash(secret).hex(),
            codeExpires=self.now() + 7 * 86400,
            displayHash=f.display_hash(salt, name, "", email).hex(),
            **members,
        )
        return f.write_code(f.sha256(self.server.identity_key), result["invitation"], result["user"], secret, self.server.url)

    def invite_device(self, pin):
        """The enrolment code of a further device of one's own."""
        secret = os.urandom(16)
        result = self.order(
            "invite-device",
            pin,
            {"new_seal_share": f.temporary_share(secret, self.sgm, self.user)},
            secretHash=f.secret_hash(secret).hex(),
            codeExpires=self.now() + 600,
        )
        want(result["user"] == self.user, "a device of somebody else was invited")
        return f.write_code(f.sha256(self.server.identity_key), result["invitation"], self.user, secret, self.server.url)

    # --- signing ---

    def sign_order(self, key, sign_algo, hash_oid, hashes, pin):
        """The SAD: statement, sealed octets and the body of `signHash`."""
        certificate = f.sha256(f.un_b64u(key["certificates"][0])).hex()
        written = self.statement(
            "sign",
            keyId=key["keyId"],
            certificateSha256=certificate,
            signAlgo=sign_algo,
            hashAlgorithmOID=hash_oid,
            hashes=[f.b64u(h) for h in hashes],
        )
        sealed = self.seal(written, pin)
        body = {
            "credentialID": key["keyId"],
            "SAD": f.b64u(sealed),
            "hashes": [f.b64(h) for h in hashes],
            "signAlgo": sign_algo,
            "hashAlgorithmOID": hash_oid,
        }
        return written, sealed, body

    def sign_hash(self, written, sealed, body):
        """The answer token and the signatures."""
        token, said = self.send("/csc/v2/signatures/signHash", body, sealed)
        result = self.believe(token, written, sealed)["result"]
        want(result["keyId"] == body["credentialID"] and len(result["signatures"]) == len(body["hashes"]), "signed otherwise")
        signatures = [f.un_b64u(s) for s in result["signatures"]]
        want([f.b64(s) for s in signatures] == said.get("signatures", list(map(f.b64, signatures))), "the SAP gives other signatures than the SGM")
        return token, signatures

    # --- activity ---

    def activity(self):
        """Every entry about this person: proven, without a gap in any chain, each what one of their devices ordered, once."""
        keys, statements, ends, entries, more = {self.id: self.key}, set(), {}, [], True
        while more:
            page = self.order("activity", **{"from": entries[-1].index + 1 if entries else 0})
            checkpoint, more = self.checkpoint(page["checkpoint"]), page["more"]
            want(page["entries"] or not more, "activity: an empty page, and more")
            for entry in [f.Entry(value, checkpoint) for value in page["entries"]]:
                want(not entries or entry.index > entries[-1].index, "activity: order")
                chain = entry.leaf["chain"]
                number, previous = ends.get(chain, (0, -1))
                want((entry.leaf["number"], entry.leaf["previous"]) == (number + 1, previous), "activity: a gap in a chain")
                ends[chain] = entry.leaf["number"], entry.index
                if not self._of_the_console(entry.leaf):
                    statement = self._ordered(entry, keys)
                    want(statement["id"] not in statements, "activity: an order that was obeyed twice")
                    statements.add(statement["id"])
                entries.append(entry)
            for head in page["heads"]:
                self.heads[head["chain"]] = max(head["number"], self.heads.get(head["chain"], 0))
        want(self.heads == {chain: number for chain, (number, _) in ends.items()}, "activity: entries are missing at the end")
        return entries

    @staticmethod
    def _of_the_console(leaf):
        """What the server's console did stands in the first administrator's activity."""
        return leaf["chain"] == "0" * 32 and leaf["type"] in ("init", "confirm-device", "fingerprint-differs", "renew-kek", "renew-ca", "restore")

    def _ordered(self, entry, keys):
        """The statement behind an entry, if a device of this person signed it, and it orders what the entry says."""
        leaf, record = entry.leaf, entry.record
        written = f.un_b64u(record.get("statement"))
        statement = forms.read_statement(written)
        want(record["user"] == statement["user"] == self.user and statement["device"] == leaf["device"], "activity: of somebody else")
        if statement["type"] == "enrol" and leaf["device"] not in keys:
            named = f.ed25519_key(f.un_b64u(statement["deviceKey"]))
            want(f.device_id(named) == leaf["device"], "activity: an enrolment of another device")
            keys[leaf["device"]] = named
        want(leaf["device"] in keys, "activity: a device that never enrolled")
        signature = f.un_b64u(record.get("deviceSignature"), 64)
        f.ed25519_verify(keys[leaf["device"]], signature, f.signing_input("device-statement", written))
        orders = {"fingerprint-differs": ["confirm-device"], "request": ["invite", "re-enrol", "renew-identity"], "renew-identity": ["approve"]}
        if leaf["type"] == "pin-failure":
            want(forms.STATEMENTS[statement["type"]][1], "activity: a PIN for a question")
        else:
            want(statement["type"] in orders.get(leaf["type"], [leaf["type"]]), "activity: an order of another type")
        of_a_key = leaf["type"] in ("create-key", "import-key", "sign", "destroy-key", "renew-key")
        want(of_a_key or leaf["chain"] == leaf["device"], "activity: another chain")
        if of_a_key and "keyId" in statement:
            want(statement["keyId"] == leaf["chain"], "activity: another key")
        for name in "keyId", "hashes", "signAlgo", "confirmedUser", "confirmedDevice", "person", "removedDevice", "certificates":
            want(name not in statement or record.get(name, statement[name]) == statement[name], "activity: " + name)
        return statement
