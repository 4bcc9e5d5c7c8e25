package dev.natsuin.sgm.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {
    @TempDir
    private Path folder;

    /** systemd makes credentials root's, with an access control list for the service: its mask shows as the group's. */
    @ParameterizedTest
    @CsvSource({
        "rw-------, true,  true",
        "r--------, true,  true",
        "r--r-----, false, true",
        "rw-r-----, false, false",
        "r--rw----, false, false",
        "r--r--r--, false, false",
        "r-----r--, false, false",
        "rw-r--r--, false, false"
    })
    void only_its_owner_opens_one_of_ours_and_a_credential_the_service_it_is_for(
            String mode, boolean own, boolean credential) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThat(SecretFile.own(file).isClosed()).isEqualTo(own);
        assertThat(SecretFile.credential(folder, "secret").isClosed()).isEqualTo(credential);
    }
}
