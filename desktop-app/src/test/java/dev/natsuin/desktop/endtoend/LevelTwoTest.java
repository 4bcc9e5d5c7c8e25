package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Enrolling.Next;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of level 2 from its making to a signed document, and what is refused on the way; level 3 is not there yet.
 */
@Tag("e2e")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LevelTwoTest {
    @TempDir
    Path folder;

    private DeskCore desk(String name) {
        return new DeskCore(
                Profile.in(folder.resolve(name)),
                Surroundings.real(new SecureRandom(), Ways.DIRECT),
                InstantSource.system());
    }

    private static Answer<Enrolling.Enrolled> enrols(DeskCore desk, Path codeFile) throws Exception {
        try (var code = Secret.taking(Files.readAllBytes(codeFile));
                var pin = People.secret(People.PIN)) {
            return desk.enrolling().enrol(code, pin, step -> {});
        }
    }

    /** The fingerprint that the desk shows to its owner, who now has to wait. */
    private static String waits(DeskCore desk, Path codeFile) throws Exception {
        var enrolled = Refusal.orThrow(enrols(desk, codeFile));
        assertThat(enrolled.next()).isEqualTo(Next.CONFIRMATION);
        return read(enrolled.fingerprint());
    }

    private static String read(String shown) {
        try {
            return Fingerprint.read(shown);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Path invites(DeskCore staff, String name, Role role) throws Refusal {
        var algorithm = role == Role.SIGNER ? Optional.of(KeyAlgorithm.P_256) : Optional.<KeyAlgorithm>empty();
        var code = folder.resolve(name + ".code");
        try (var pin = People.secret(People.PIN)) {
            staff.helpdesk()
                    .invite(
                            new StaffDesk.Guest(name, name + "@example.com", role, Optional.empty(), algorithm),
                            code,
                            pin);
        }
        return code;
    }

    private static void confirms(DeskCore staff, DeskCore other, String fingerprint) throws Refusal {
        var user = other.profile().owner().orElseThrow().user();
        try (var pin = People.secret(People.PIN)) {
            staff.helpdesk().confirm(user, fingerprint, pin);
        }
    }

    private static void refused(ProblemCode code, ThrowingCallable order) {
        assertThatThrownBy(order)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(code));
    }

    private static void createsKey(DeskCore desk) throws Refusal {
        try (var pin = People.secret(People.PIN)) {
            desk.signingKeys().create(Optional.empty(), Optional.empty(), pin);
        }
    }

    private Verification signsAndVerifies(DeskCore desk) throws Exception {
        var document = Files.copy(Distribution.samples().resolve("contract-ja.pdf"), folder.resolve("契約書.pdf"));
        var options = new SignOptions(SignatureLevel.B, null, "-signed");
        try (var order = desk.signing()
                        .prepare(List.of(document), Optional.empty(), options, (s, n, all) -> {}, new Cancellation());
                var pin = People.secret(People.PIN)) {
            var done = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            assertThat(done)
                    .allSatisfy(result -> assertThat(result.outcome().given()).isPresent());
        }
        return Refusal.orThrow(desk.verifier().verify(folder.resolve("契約書-signed.pdf")));
    }

    /** The first administrator was admitted at the console, and the SAP was never told what they are called. */
    private static void whoHasNoNameIsFoundByTheirNumber(DeskCore administrator, DeskCore officer) throws Refusal {
        var number = administrator.staffDesk().user().orElseThrow();
        assertThat(Refusal.orThrow(officer.staffDesk()
                                .people(StaffDesk.Selection.EVERYBODY, " " + number.toUpperCase(Locale.ROOT)))
                        .people())
                .extracting(StaffDesk.Listed::user, StaffDesk.Listed::named)
                .containsExactly(tuple(number, StaffDesk.Named.SAID));
        assertThat(Refusal.orThrow(officer.staffDesk().people(StaffDesk.Selection.EVERYBODY, "0".repeat(16)))
                        .people())
                .isEmpty();
        assertThat(Refusal.orThrow(officer.staffDesk()
                                .people(
                                        StaffDesk.Selection.EVERYBODY,
                                        officer.staffDesk().user().orElseThrow()))
                        .people())
                .hasSize(1);
    }

    @Test
    void from_init_over_console_and_officer_to_a_signed_document() throws Exception {
        var data = folder.resolve("server");
        var port = LiveServer.freePort();
        var first = folder.resolve("first.code");
        LiveServer.make(data, port, first, 2);
        var administrator = desk("administrator");
        String fingerprint;
        try (var server = new LiveServer(data, port)) {
            fingerprint = waits(administrator, first);
            refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> invites(administrator, "too-early", Role.OFFICER));
            assertThat(administrator
                            .staffDesk()
                            .people(StaffDesk.Selection.EVERYBODY, "")
                            .refusal()
                            .map(Problem::code))
                    .as("why nobody is listed, as the SGM signs it")
                    .contains(ProblemCode.DEVICE_NOT_CONFIRMED);
            var early = LiveServer.command(data, "confirm-administrator", "--fingerprint", fingerprint);
            assertThat(early.exit()).as(early.text()).isEqualTo(3);
            assertThat(early.text()).contains("The server is running");
            var checked = LiveServer.command(data, "self-check");
            assertThat(checked.exit()).as(checked.text()).isZero();
            assertThat(checked.text())
                    .contains(
                            "ok   level: declared 2, reached 2",
                            "warn first-administrator: enrolled, not confirmed",
                            "ok   sgm-answers:",
                            "ok   clocks-apart:",
                            "warn trust-sap-taken-over:")
                    .doesNotContain("fail ");
            assertThat(server.said()).doesNotContain(fingerprint);
        }
        var confirmed = LiveServer.command(data, "confirm-administrator", "--fingerprint", fingerprint);
        assertThat(confirmed.exit()).as(confirmed.text()).isZero();
        try (var server = new LiveServer(data, port)) {
            var officer = desk("officer");
            var officers = waits(officer, invites(administrator, "officer", Role.OFFICER));
            refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> officer.helpdesk().people(one -> {}));
            confirms(administrator, officer, officers);
            whoHasNoNameIsFoundByTheirNumber(administrator, officer);

            theThiefWhoEnrolledFirstCanDoNothing(officer);

            var signer = desk("signer");
            var signers = waits(signer, invites(officer, "signer", Role.SIGNER));
            assertThat(signer.services().desk().state()).isInstanceOf(DeskState.Unfinished.class);
            refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> createsKey(signer));
            assertThat(signer.signingKeys().list().keys()).isEmpty();
            assertThat(Refusal.orThrow(signer.enrolling().look()).next()).isEqualTo(Next.CONFIRMATION);
            confirms(officer, signer, signers);
            assertThat(Refusal.orThrow(signer.enrolling().look()).next()).isEqualTo(Next.KEY);
            try (var pin = People.secret(People.PIN)) {
                assertThat(Refusal.orThrow(signer.enrolling().finish(pin, step -> {}))
                                .next())
                        .isEqualTo(Next.NOTHING);
            }
            assertThat(signsAndVerifies(signer).verdict()).isEqualTo(Verification.Verdict.VALID);
            aFurtherDeviceAndAnotherPin(officer, signer);
            assertThat(signer.uses().audit().findings()).allMatch(finding -> finding.explained());
            suspendedResumedAndEnrolledAnew(officer, signer);
            assertThat(officer.uses().audit().findings()).allMatch(finding -> finding.explained());
            assertThat(server.said()).doesNotContain(signers);
            var made =
                    LiveServer.command(data, "backup", folder.resolve("backup").toString());
            assertThat(made.exit()).as(made.text()).isZero();
            invites(officer, "too-late", Role.SIGNER);
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
        anotherMachineGoesOnFromTheBackup(data, port);
        var checked = LiveServer.command(data, "self-check", "--json");
        assertThat(checked.exit()).as(checked.text()).isZero();
        assertThat(checked.text())
                .contains("{\"check\":\"first-administrator\",\"state\":\"ok\"")
                .contains("{\"check\":\"waiting-devices\",\"state\":\"warn\",\"message\":\"1 devices wait")
                .contains("{\"check\":\"sgm-answers\",\"state\":\"warn\"");
    }

    private static final String NEW_PIN = "604815";

    private void aFurtherDeviceAndAnotherPin(DeskCore officer, DeskCore signer) throws Exception {
        var laptop = desk("laptop");
        var code = folder.resolve("laptop.code");
        try (var pin = People.secret(People.PIN)) {
            signer.devices().invite(code, pin);
        }
        var fingerprint = waits(laptop, code);
        refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> createsKey(laptop));
        confirms(officer, laptop, fingerprint);
        try (var pin = People.secret(People.PIN)) {
            assertThat(Refusal.orThrow(laptop.enrolling().finish(pin, step -> {}))
                            .next())
                    .isEqualTo(Next.NOTHING);
        }
        assertThat(laptop.signingKeys().list().living()).hasSize(1);
        var devices = Refusal.orThrow(signer.devices().devices());
        assertThat(devices).extracting(Devices.Row::state).containsExactly(Devices.State.ACTIVE, Devices.State.ACTIVE);
        assertThat(devices).extracting(Devices.Row::own).containsExactly(true, false);
        try (var old = People.secret(People.PIN);
                var weak = People.secret("123456");
                var next = People.secret(NEW_PIN)) {
            assertThat(signer.devices()
                            .changePin(old, weak)
                            .refusal()
                            .orElseThrow()
                            .code())
                    .isEqualTo(ProblemCode.PIN_TOO_WEAK);
            Refusal.orThrow(signer.devices().changePin(old, next));
            assertThat(signer.devices()
                            .changePin(old, next)
                            .refusal()
                            .orElseThrow()
                            .code())
                    .isEqualTo(ProblemCode.PIN_WRONG);
            var key = signer.signingKeys().list().living().get(0);
            var renewed = signer.signingKeys().renew(key.info().keyId(), Optional.empty(), next);
            assertThat(renewed.info().certificateSha256())
                    .isNotEqualTo(key.info().certificateSha256());
            assertThat(renewed.certificate().getPublicKey())
                    .isEqualTo(key.certificate().getPublicKey());
            Refusal.orThrow(signer.devices().remove(devices.get(1), next));
        }
        refused(ProblemCode.DEVICE_REMOVED, () -> laptop.signingKeys().list());
    }

    private static final Optional<Reason> ABSENT = Optional.of(new Reason(Reason.Code.ABSENT, Optional.of("三月まで休職")));
    private static final Optional<Reason> FORGOTTEN = Optional.of(new Reason(Reason.Code.PIN_FORGOTTEN));

    private void suspendedResumedAndEnrolledAnew(DeskCore officer, DeskCore signer) throws Exception {
        var user = signer.profile().owner().orElseThrow().user();
        try (var pin = People.secret(People.PIN);
                var signers = People.secret(NEW_PIN)) {
            var shown = officer.helpdesk().person(user);
            officer.helpdesk().order(Helpdesk.Measure.SUSPEND, shown, ABSENT, pin);
            assertThat(signer.signingKeys().list().living().get(0).status(Instant.EPOCH))
                    .isEqualTo(KeyRow.Status.SUSPENDED);
            refused(
                    ProblemCode.PERSON_NOT_ACTIVE,
                    () -> signer.signingKeys().create(Optional.empty(), Optional.empty(), signers));
            assertThat(signer.uses().byStaff())
                    .extracting(ActivityReport.StaffAct::reason)
                    .containsExactly(ABSENT);
            officer.helpdesk().order(Helpdesk.Measure.RESUME, shown, Optional.empty(), pin);
            signer.signingKeys().create(Optional.empty(), Optional.empty(), signers);
            assertThat(officer.helpdesk().keysOf(user).keys()).hasSize(2);
            assertThat(officer.profile().owner().orElseThrow().authorities())
                    .isEqualTo(signer.profile().owner().orElseThrow().authorities())
                    .hasSize(1);
            var anew = officer.helpdesk().reEnrol(shown, FORGOTTEN, folder.resolve("anew.code"), pin);
            assertThat(anew.keys()).hasSize(2);
            assertThat(anew.devices()).hasSize(1);
        }
        refused(ProblemCode.PERSON_NOT_ACTIVE, () -> signer.signingKeys().list());
        var former = signer.profile().owner().orElseThrow().device();
        // On the same computer: the SGM has said that it ended.
        var fingerprint = waits(signer, folder.resolve("anew.code"));
        assertThat(signer.profile().owner().orElseThrow().device()).isNotEqualTo(former);
        refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> signer.uses().byStaff());
        confirms(officer, signer, fingerprint);
        assertThat(signer.uses().byStaff())
                .extracting(ActivityReport.StaffAct::reason)
                .containsExactly(FORGOTTEN, Optional.empty(), ABSENT);
        assertThat(officer.helpdesk().person(user).person().state()).isEqualTo("active");
    }

    /** Two of three custodians come; what the officer did after the backup is lost, and their desk says so. */
    private void anotherMachineGoesOnFromTheBackup(Path lost, int port) throws Exception {
        var sheets = LiveServer.command(lost, "kek", "split", "2", "3");
        var shares = Pattern.compile("(?m)^ {4}(NATSUINKEK1-[0-9A-Z-]+\\n(?: {4}[0-9A-Z-]+\\n)+)")
                .matcher(sheets.text())
                .results()
                .map(found -> found.group(1).replaceAll("\\s", ""))
                .toList();
        assertThat(shares).hasSize(3);
        var rehearsal = LiveServer.typing(shares.get(2) + "\n" + shares.get(0) + "\n", lost, "kek", "join");
        assertThat(rehearsal.text()).contains("These shares give this server's key.");
        var backup = folder.resolve("backup").toString();
        var found = folder.resolve("found");
        var tooFew = LiveServer.typing(shares.get(1) + "\n", found, "restore", backup);
        assertThat(tooFew.exit()).as(tooFew.text()).isEqualTo(3);
        assertThat(tooFew.text()).contains("Too few shares: 1 of the 2 that are needed.");
        assertThat(found).doesNotExist();

        var restored = LiveServer.typing(shares.get(1) + "\n" + shares.get(2) + "\n", found, "restore", backup);

        assertThat(restored.exit()).as(restored.text()).isZero();
        assertThat(LiveServer.verifyLog(found)).isZero();
        try (var server = new LiveServer(found, port)) {
            var officer = desk("officer");
            assertThat(officer.uses().audit().findings()).allMatch(finding -> finding.explained());
            assertThat(officer.uses().restores())
                    .singleElement()
                    .satisfies(epoch -> assertThat(epoch.lost()).isPositive());
            invites(officer, "after", Role.SIGNER);
            assertThat(server.said()).doesNotContain("NATSUINKEK1");
        }
    }

    private void theThiefWhoEnrolledFirstCanDoNothing(DeskCore officer) throws Exception {
        var code = invites(officer, "victim", Role.SIGNER);
        var thief = desk("thief");
        waits(thief, code);
        var victim = desk("victim");

        assertThat(enrols(victim, code).refusal().orElseThrow().code()).isEqualTo(ProblemCode.INVITATION_NOT_ACCEPTED);
        refused(ProblemCode.FINGERPRINT_DIFFERS, () -> confirms(officer, thief, "0123-4567-89AB-CDEF"));
        refused(ProblemCode.DEVICE_NOT_CONFIRMED, () -> createsKey(thief));
        assertThat(officer.uses().audit().findings())
                .anyMatch(finding -> finding.operation().equals("fingerprint-differs") && finding.explained());
    }

    @Test
    void a_server_of_level_3_is_made_and_refuses_to_serve() {
        var data = folder.resolve("server");
        LiveServer.make(data, LiveServer.freePort(), folder.resolve("first.code"), 3);

        var served = LiveServer.command(data, "serve");
        var checked = LiveServer.command(data, "self-check", "--json");

        assertThat(served.exit()).as(served.text()).isEqualTo(3);
        assertThat(served.text())
                .contains(
                        "fail level: declared 3",
                        "fail level-key-store: ",
                        "fail level-machines: ",
                        "The sgm refuses to start");
        assertThat(checked.exit()).isEqualTo(1);
        assertThat(checked.text()).contains("{\"check\":\"level-key-store\",\"state\":\"fail\"");
    }

    @Test
    void a_server_whose_files_were_opened_to_others_refuses_to_serve() throws Exception {
        var data = folder.resolve("server");
        LiveServer.make(data, LiveServer.freePort(), folder.resolve("first.code"), 2);
        Files.setPosixFilePermissions(data.resolve("sgm/vault.key"), PosixFilePermissions.fromString("rw-r--r--"));

        var served = LiveServer.command(data, "serve");

        assertThat(served.exit()).as(served.text()).isEqualTo(3);
        assertThat(served.text())
                .contains("fail vault-key: others than its owner may open vault.key: set its mode to 600");
    }
}
