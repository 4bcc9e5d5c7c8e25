package dev.natsuin.desktop.document.inspect;

/** How much a finding matters to somebody who is about to sign. */
public enum Severity {
    /** Must not be signed as it is: what is shown need not be what is signed. */
    BLOCK,
    /** To be looked at before signing: something that the pages do not show. */
    WARN,
    /** Good to know; ordinary documents have it too. */
    NOTE
}
