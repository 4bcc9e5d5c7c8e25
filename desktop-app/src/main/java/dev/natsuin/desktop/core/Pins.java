package dev.natsuin.desktop.core;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.Pin;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** PINs as they come from hands and pipes. */
final class Pins {
    private Pins() {}

    /** The PIN in UTF-8 octets, which stay the caller's; nothing if they are none. The caller closes it. */
    static Optional<Pin> read(Secret typed) {
        var characters = CharBuffer.allocate(typed.size());
        try {
            typed.use(octets -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets), characters, true));
            characters.flip();
            return Optional.of(pin(characters));
        } catch (Malformed e) {
            return Optional.empty();
        } finally {
            Arrays.fill(characters.array(), '\0');
        }
    }

    private static Pin pin(CharBuffer characters) throws Malformed {
        var exact = new char[characters.remaining()];
        try {
            characters.get(exact);
            return Pin.of(exact);
        } finally {
            Arrays.fill(exact, '\0');
        }
    }
}
