package dev.natsuin.desktop.desk;

/**
 * Everything the window needs behind it; the core fills this in once, the window's wiring hands the parts out.
 *
 * @param desk who signs here
 * @param documents looking at documents
 * @param signing signing them
 * @param verifying verifying them
 * @param activity the log
 * @param enrolling enrolment
 * @param looks how signatures are seen
 * @param staff what staff do with people
 * @param keys what signers do with their keys
 * @param devices the owner's computers, and this one's PIN
 * @param log the signature log as a whole
 * @param server the server from afar
 * @param trusting whose certificates are believed
 * @param connecting by which way the server is reached
 * @param stamping who is asked for timestamps
 */
public record DeskServices(
        Desk desk,
        Documents documents,
        Signing signing,
        Verifying verifying,
        Activity activity,
        Enrolling enrolling,
        Looks looks,
        StaffDesk staff,
        KeyDesk keys,
        Devices devices,
        LogDesk log,
        ServerDesk server,
        Trusting trusting,
        Connecting connecting,
        Stamping stamping) {}
