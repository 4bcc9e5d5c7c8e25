package dev.natsuin.sgm.record;

/** Is shown every row of the tables that decide something, one by one, for a check of the whole. */
public interface Inspector {
    /** A person. */
    void person(PersonRow row);

    /** An invitation. */
    void invitation(InvitationRow row);

    /** What lies beside an invitation of a person's own device. */
    void deviceInvitation(DeviceInvitationRow row);

    /** That a key was made elsewhere. */
    void importedKey(ImportedKeyRow row);

    /** What staff handed over. */
    void handedKey(HandedKeyRow row);

    /** A certificate that a key had before. */
    void earlierCertificate(EarlierCertificateRow row);

    /** Something that ended for ever. */
    void tombstone(TombstoneRow row);

    /** An order that waits or waited for a second person. */
    void request(RequestRow row);

    /** A device. */
    void device(DeviceRow row);

    /** A device's confirmation. */
    void confirmation(ConfirmationRow row);

    /** A signing key. */
    void key(KeyRow row);

    /** A revocation. */
    void revocation(RevocationRow row);

    /** A chain. */
    void chain(ChainRow row);

    /** That an entry of the log is about a person. */
    void about(AboutRow row);

    /** A spent id; all of them come before the first answer. */
    void spent(SpentRow row);

    /** A stored answer. */
    void answer(AnswerRow row);

    /** A row that is not what the SGM wrote; it is shown nowhere else. */
    void tampered(RowTampered row);
}
