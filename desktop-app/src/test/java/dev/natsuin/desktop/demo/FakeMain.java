package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.app.DesktopApp;
import dev.natsuin.desktop.app.LaunchOptions;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Opens the real window over the pretending desk. {@code -Dfake.fresh=true}: not enrolled yet;
 * {@code -Dfake.role=officer}: staff sits here; {@code -Dfake.ending=true}: a certificate ends soon;
 * {@code -Dfake.renamed=true}: the signer has another name by now.
 */
public final class FakeMain {
    private FakeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var pace = Duration.ofMillis(Long.getLong("fake.pace", 300));
        var desk = Boolean.getBoolean("fake.fresh") ? FakeDesk.fresh(pace) : FakeDesk.enrolled(pace);
        Role.byName(System.getProperty("fake.role", "")).ifPresent(role -> staff(desk, role));
        if (Boolean.getBoolean("fake.ending")) {
            desk.keys(List.of(FakeDesk.endingKey(), FakeDesk.importedKey()));
        }
        if (Boolean.getBoolean("fake.renamed")) {
            desk.owned().name(Optional.of(new CertifiedName("CN=鈴木 花子,O=株式会社みなと商事,C=JP", Optional.of(FakeDesk.NOW))));
        }
        desk.byStaff = new ActivityReport.ByStaff(
                List.of(
                        act(4102, ActivityReport.Operation.RESUMED, "resume", Optional.empty()),
                        new ActivityReport.StaffAct(
                                4095,
                                FakeDesk.NOW,
                                ActivityReport.Operation.RENAMED,
                                "amend",
                                "00000000000000c1",
                                Optional.of(new Reason(Reason.Code.NAME_CHANGED)),
                                Optional.of(new NameChange(
                                        "CN=山田 花子,O=株式会社みなと商事,C=JP",
                                        "CN=鈴木 花子,O=株式会社みなと商事,C=JP",
                                        false,
                                        0,
                                        Optional.empty()))),
                        act(4090, ActivityReport.Operation.SUSPENDED, "suspend", Optional.of(FakeStaff.ABSENT))),
                Optional.empty());
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, System::getProperty));
        Optional<String> trouble;
        try (var app = DesktopApp.begin(LaunchOptions.read(List.of(arguments), System.getenv(), properties))) {
            trouble = app.run(desk.services());
        }
        trouble.ifPresent(System.err::println);
        System.exit(trouble.isPresent() ? DesktopApp.NO_DISPLAY : 0);
    }

    private static ActivityReport.StaffAct act(
            long index, ActivityReport.Operation operation, String type, Optional<Reason> reason) {
        return new ActivityReport.StaffAct(index, FakeDesk.NOW, operation, type, "00000000000000c1", reason);
    }

    private static void staff(FakeDesk desk, Role role) {
        desk.staff().role(role);
        var people = desk.staff().people;
        people.add(FakeStaff.person(
                "00000000000000a1", "山田 花子", "やまだ はなこ", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED));
        people.add(FakeStaff.person(
                "00000000000000a2", "佐藤 太郎", "さとう たろう", StaffDesk.State.SUSPENDED, StaffDesk.Named.SIGNED));
        people.add(FakeStaff.person(
                "00000000000000a3", "鈴木 一郎", "すずき いちろう", StaffDesk.State.WAITING, StaffDesk.Named.FALSE));
        people.add(FakeStaff.person(
                "00000000000000a4", "渡辺 直美", "わたなべ なおみ", StaffDesk.State.WAITING, StaffDesk.Named.SIGNED));
        var other = FakeStaff.person(
                "00000000000000c1", "窓口 次郎", "まどぐち じろう", StaffDesk.State.ACTIVE, StaffDesk.Named.SIGNED);
        desk.staff()
                .waiting
                .add(FakeStaff.request("ab".repeat(16), StaffDesk.Asked.RE_ENROL, people.get(0), other, false));
    }
}
