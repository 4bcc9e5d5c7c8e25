package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.desk.ServerDesk;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server that is not there, seen from afar. */
public final class FakeServerDesk implements ServerDesk {
    private final FakeDesk desk;

    FakeServerDesk(FakeDesk desk) {
        this.desk = desk;
    }

    /** Somebody of the staff. */
    public static StaffDesk.Listed staff(String user, String name, Role role, StaffDesk.Named named) {
        return new StaffDesk.Listed(
                user, name, "", "", named, Optional.of(role), StaffDesk.State.ACTIVE, Optional.empty(), 0);
    }

    /** A server at this level with these people, whose clock is ahead so much. */
    public static Overview overview(int level, Duration ahead, Duration tlsLife, List<StaffDesk.Listed> staff) {
        return new Overview(
                new Facts(
                        "https://sign.example.jp",
                        "QD5RVN3HJ8KE2WBC",
                        Optional.empty(),
                        FakeDesk.NOW,
                        ahead,
                        FakeDesk.NOW.plus(tlsLife),
                        2,
                        level,
                        new LogDesk.Point(300, Bytes.utf8("root").sha256(), FakeDesk.NOW),
                        Optional.of(120L)),
                staff);
    }

    @Override
    public Answer<Overview> overview() {
        var trouble = desk.trouble();
        return trouble != null
                ? new Answer.Refused<>(trouble)
                : Answer.of(overview(
                        2,
                        Duration.ofSeconds(3),
                        Duration.ofDays(6),
                        List.of(
                                staff("00000000000000c1", "高橋 明", Role.ADMINISTRATOR, StaffDesk.Named.SAID),
                                staff("00000000000000c2", "伊藤 桜", Role.OFFICER, StaffDesk.Named.SIGNED),
                                staff("00000000000000c3", "中村 翔", Role.AUDITOR, StaffDesk.Named.SIGNED))));
    }
}
