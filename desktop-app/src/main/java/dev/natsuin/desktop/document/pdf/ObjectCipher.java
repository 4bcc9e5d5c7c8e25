package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSObjectKey;

/** What becomes of the strings and streams of an object on their way into a file. */
interface ObjectCipher {
    /** Leaves everything as it is: for a file that is not encrypted. */
    ObjectCipher NONE = new ObjectCipher() {
        @Override
        public boolean encrypts() {
            return false;
        }

        @Override
        public byte[] string(COSObjectKey key, byte[] octets) {
            return octets;
        }

        @Override
        public byte[] stream(COSObjectKey key, byte[] octets) {
            return octets;
        }
    };

    /** True if strings become random octets. */
    boolean encrypts();

    /** A string inside the object of this number. */
    byte[] string(COSObjectKey key, byte[] octets) throws IOException;

    /** The octets of the stream of this number. */
    byte[] stream(COSObjectKey key, byte[] octets) throws IOException;
}
