package dev.natsuin.desktop.desk;

import java.util.List;

/** Who signs at this desk, with which keys, at which server. */
public interface Desk {
    /** Whether this desk belongs to somebody; reads the profile only. */
    DeskState state();

    /** Asks the server whether it is there, and believes it only if it proves to be ours. */
    Answer<ServerFacts> server();

    /** The signer's keys, from a signed answer; the order is the server's and stays the same between calls. */
    Answer<List<KeyRow>> keys();
}
