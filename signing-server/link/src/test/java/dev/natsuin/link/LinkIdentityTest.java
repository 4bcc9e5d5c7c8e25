package dev.natsuin.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkIdentityTest {
    @TempDir
    private Path folder;

    @Test
    void is_read_from_its_two_files() throws Exception {
        Identities.store(Identities.SGM, folder, "sgm");

        var read = LinkIdentity.load(folder, "sgm");

        assertThat(read.key()).isEqualTo(Identities.SGM.key());
        assertThat(read.certificateSha256()).isEqualTo(Identities.SGM.certificateSha256());
        assertThat(PeerPins.in(folder, "sgm").now()).containsExactly(Identities.SGM.certificateSha256());
    }

    @Test
    void a_key_that_others_may_read_is_refused() throws Exception {
        Identities.store(Identities.SGM, folder, "sgm");
        Files.setPosixFilePermissions(folder.resolve("sgm-link-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> LinkIdentity.load(folder, "sgm")).hasMessageContaining("mode to 600");
    }

    @Test
    void a_missing_or_mutilated_key_is_refused_without_showing_it() throws Exception {
        assertThatThrownBy(() -> LinkIdentity.load(folder, "sgm")).isInstanceOf(LinkFault.class);
        Identities.store(Identities.SGM, folder, "sgm");
        var key = folder.resolve("sgm-link-key.pem");
        var text = Files.readString(key);
        Files.writeString(key, text.substring(0, text.length() / 2));

        assertThatThrownBy(() -> LinkIdentity.load(folder, "sgm"))
                .isInstanceOf(LinkFault.class)
                .hasStackTraceContaining("no PEM private key")
                .hasMessageNotContaining(text.substring(40, 50));
    }

    @Test
    void the_published_port_is_found_anew_after_each_restart() {
        var address = LinkPort.address("127.0.0.1", 0, folder);

        assertThatThrownBy(address::get).isInstanceOf(LinkUnavailable.class);
        LinkPort.publish(folder, 4711);
        assertThat(address.get().getPort()).isEqualTo(4711);
        LinkPort.publish(folder, 4712);
        assertThat(address.get().getPort()).isEqualTo(4712);
        assertThat(LinkPort.address("127.0.0.1", 9, folder).get().getPort()).isEqualTo(9);
    }
}
