package dev.natsuin.protocol.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResultsTest {
    private static final String DEVICE = Samples.head().device();
    private static final Bytes CERTIFICATE = Bytes.hex("3000");
    private static final Results.KeyInfo KEY = new Results.KeyInfo(
            Samples.USER, Samples.KEY_ID, KeyAlgorithm.P_256, "enabled", List.of("device"), 1, List.of(CERTIFICATE));
    private static final LogEntry ENTRY = new LogEntry(
            3, Bytes.utf8("{}"), Bytes.hex("07".repeat(32)), Bytes.utf8("{}"), List.of(CERTIFICATE.sha256()));
    private static final Set<String> OPTIONAL =
            Set.of("subject", "algorithm", "admitted", "invitation", "waits", "lastUsed");

    private interface Reading {
        Results.Result read(JsonObject object) throws Malformed;
    }

    record Case(String name, Results.Result result, Reading reading) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "enrolled signer",
                        new Results.Enrolled(
                                Samples.USER,
                                DEVICE,
                                Bytes.hex("0a".repeat(32)),
                                Role.SIGNER,
                                Optional.of("CN=x"),
                                Optional.of(KeyAlgorithm.RSA_3072)),
                        Results.Enrolled::read),
                new Case(
                        "enrolled officer",
                        new Results.Enrolled(
                                Samples.USER,
                                DEVICE,
                                Bytes.hex("0a".repeat(32)),
                                Role.OFFICER,
                                Optional.empty(),
                                Optional.empty()),
                        Results.Enrolled::read),
                new Case("key", KEY, Results.KeyInfo::read),
                new Case(
                        "key that has signed",
                        KEY.used(new Results.KeyInfo.Use(Samples.NOW, Optional.of(Samples.NOW))),
                        Results.KeyInfo::read),
                new Case(
                        "keys",
                        new Results.Keys(
                                List.of(KEY, KEY.used(new Results.KeyInfo.Use(Samples.NOW, Optional.empty())))),
                        Results.Keys::read),
                new Case(
                        "signed",
                        new Results.Signed(Samples.KEY_ID, List.of(CERTIFICATE, CERTIFICATE)),
                        Results.Signed::read),
                new Case("destroyed", new Results.Destroyed(Samples.KEY_ID), Results.Destroyed::read),
                new Case(
                        "activity",
                        new Results.ActivityPage(
                                List.of(ENTRY), List.of(new Results.ChainHead(Samples.KEY_ID, 4)), true, "note\n"),
                        Results.ActivityPage::read),
                new Case("log page", new Results.LogPage(List.of(ENTRY), true, "note\n"), Results.LogPage::read),
                new Case("stored answer", new Results.StoredAnswer("a.b.c"), Results.StoredAnswer::read),
                new Case(
                        "invited",
                        new Results.Invited(Samples.USER, Samples.INVITATION, Samples.NOW),
                        Results.Invited::read),
                new Case(
                        "invited, waiting",
                        new Results.Invited(
                                Samples.USER,
                                Samples.INVITATION,
                                Samples.NOW,
                                Optional.of(new Results.Waits(Samples.KEY_ID, Samples.NOW))),
                        Results.Invited::read),
                new Case(
                        "approved",
                        new Results.Approved(Samples.KEY_ID, Samples.USER, List.of(Samples.KEY_ID), List.of(DEVICE)),
                        Results.Approved::read),
                new Case(
                        "identity-awaited",
                        new Results.IdentityAwaited(new Results.Waits(Samples.KEY_ID, Samples.NOW)),
                        Results.IdentityAwaited::read),
                new Case("withdrawn", new Results.Withdrawn(Samples.KEY_ID, Samples.USER), Results.Withdrawn::read),
                new Case(
                        "requests",
                        new Results.Requests(
                                List.of(new Results.Requests.Request(Samples.USER, Samples.NOW, ENTRY)),
                                true,
                                "note\n"),
                        Results.Requests::read),
                new Case(
                        "people",
                        new Results.People(List.of(
                                new Results.Person(
                                        Samples.USER, Role.SIGNER, "active", Optional.of("CN=x"), 1, List.of(DEVICE)),
                                new Results.Person(
                                        Samples.USER, Role.AUDITOR, "invited", Optional.empty(), 0, List.of()))),
                        Results.People::read),
                new Case("confirmed", new Results.Confirmed(Samples.USER, DEVICE), Results.Confirmed::read),
                new Case("standing", new Results.Standing(Samples.USER, DEVICE, 2, true), Results.Standing::read),
                new Case(
                        "person changed",
                        new Results.PersonChanged(Samples.USER, "gone", List.of(Samples.KEY_ID), List.of(DEVICE)),
                        Results.PersonChanged::read),
                new Case(
                        "enrolled anew",
                        new Results.EnrolledAnew(
                                Samples.USER,
                                Samples.INVITATION,
                                Samples.NOW,
                                List.of(Samples.KEY_ID),
                                List.of(DEVICE)),
                        Results.EnrolledAnew::read),
                new Case(
                        "enrolled anew, waiting",
                        new Results.EnrolledAnew(
                                Samples.USER,
                                Samples.INVITATION,
                                Samples.NOW,
                                List.of(),
                                List.of(),
                                Optional.of(new Results.Waits(Samples.KEY_ID, Samples.NOW))),
                        Results.EnrolledAnew::read),
                new Case("PIN changed", new Results.PinChanged(Samples.USER, DEVICE), Results.PinChanged::read),
                new Case(
                        "devices",
                        new Results.Devices(List.of(
                                new Results.DeviceInfo(DEVICE, Bytes.hex("0a".repeat(32)), Samples.NOW, "active"))),
                        Results.Devices::read),
                new Case(
                        "device removed",
                        new Results.DeviceRemoved(Samples.USER, DEVICE, List.of(Samples.KEY_ID)),
                        Results.DeviceRemoved::read),
                new Case(
                        "described",
                        new Results.Described(
                                new Results.Person(
                                        Samples.USER,
                                        Role.SIGNER,
                                        "active",
                                        Optional.of("CN=x"),
                                        1,
                                        List.of(DEVICE),
                                        Optional.of(Samples.displayHash())),
                                Optional.of(KeyAlgorithm.P_256),
                                Optional.of(ENTRY),
                                Optional.of(new Results.Described.Code(Samples.INVITATION, Samples.NOW, "open")),
                                List.of(new Results.Described.DeviceFacts(DEVICE, Samples.NOW, Optional.empty(), true)),
                                List.of(),
                                List.of(ENTRY),
                                "note\n"),
                        Results.Described::read));
    }

    private static Results.Result read(Case c, JsonMembers members) throws Malformed {
        return c.reading().read(JsonObject.strict(members.toBytes()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reads_what_it_wrote(Case c) throws Malformed {
        assertThat(c.reading().read(JsonObject.strict(c.result().toJson().toBytes())))
                .isEqualTo(c.result());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refuses_a_member_missing_of_another_kind_or_unknown(Case c) {
        var members = JsonMembers.of(c.result().toJson().toBytes());
        var bad = new ArrayList<JsonMembers>();
        bad.add(members.and("note", "1"));
        for (var i = 0; i < members.members().size(); i++) {
            bad.add(members.with(i, members.value(i).startsWith("\"") ? "1" : "\"\\u00e4\""));
            bad.add(members.with(i, "{\"x\":1}"));
            bad.add(members.with(i, "[1]"));
            if (!members.name(i).equals("methods")) { // whose texts any later version may name
                bad.add(members.with(i, "[\"x\"]"));
            }
            if (!OPTIONAL.contains(members.name(i)) || c.name().equals("key")) {
                bad.add(members.without(i));
            }
        }
        for (var each : bad) {
            assertThatThrownBy(() -> read(c, each)).as(each.toBytes().toUtf8()).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refuses_a_member_unknown_in_whatever_it_holds(Case c) {
        var text = c.result().toJson().toBytes().toUtf8();
        for (var at = text.indexOf("{\"", 1); at >= 0; at = text.indexOf("{\"", at + 1)) {
            var more = text.substring(0, at) + "{\"note\":1," + text.substring(at + 1);

            assertThatThrownBy(() -> c.reading().read(JsonObject.strict(Bytes.utf8(more))))
                    .as(more)
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void refuses_a_key_without_certificate() {
        var members = JsonMembers.of(KEY.toJson().toBytes()).with("certificates", "[]");

        assertThatThrownBy(() -> Results.KeyInfo.read(JsonObject.strict(members.toBytes())))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void names_the_hash_of_the_keys_own_certificate() {
        assertThat(KEY.certificateSha256()).isEqualTo(CERTIFICATE.sha256());
    }

    @Test
    void keeps_nothing_of_a_list_that_goes_on_changing() {
        var signatures = new ArrayList<>(List.of(CERTIFICATE));
        var signed = new Results.Signed(Samples.KEY_ID, signatures);

        signatures.clear();

        assertThat(signed.signatures()).hasSize(1);
    }
}
