package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Wires one desk: everything the window and the command line do, over one profile. Asks nobody by itself. */
public final class DeskCore {
    private final Profile profile;
    private final Surroundings surroundings;
    private final Seat seat;
    private final SigningKeys signingKeys;
    private final HashedFiles hashedFiles = new HashedFiles();
    private final InstantSource clock;
    private final Levels levels;
    private final Inspections inspections = new Inspections();
    private final DocumentPasswords passwords = new DocumentPasswords();

    /**
     * Over this profile.
     *
     * @param clock this computer's, for judging old signatures only; orders take their time from the SGM
     */
    public DeskCore(Profile profile, Surroundings surroundings, InstantSource clock) {
        this(profile, surroundings, clock, earlier -> {});
    }

    /**
     * Over this profile, for somebody who hears what became of orders from before.
     *
     * @param hearing called on the working thread, before the errand that finds it out goes on
     */
    public DeskCore(Profile profile, Surroundings surroundings, InstantSource clock, Consumer<Earlier> hearing) {
        this.profile = profile;
        this.surroundings = surroundings.with(surroundings.ways().wished(profile::proxyWish));
        this.seat = new Seat(profile, this.surroundings, hearing);
        this.signingKeys = new SigningKeys(seat);
        this.clock = clock;
        this.levels = new Levels(profile, this.surroundings, clock);
    }

    /** The profile. */
    public Profile profile() {
        return profile;
    }

    /** Who signs here, with which keys, at which server. */
    public Desk desk() {
        return new DeskFront(seat, signingKeys, signing().unfinishedOrders());
    }

    /** What the window needs. */
    public DeskServices services() {
        return new DeskServices(
                desk(),
                documents(),
                signing(),
                verifier(),
                uses(),
                enrolling(),
                new LookPictures(profile, clock),
                staffDesk(),
                new KeyFront(seat, signingKeys, new TrialSignature(seat, signing(), verifier())),
                devices(),
                new LogFront(signatureLog()),
                new ServerFront(seat, clock),
                new TrustFront(profile, clock),
                connecting(),
                new StampFront(profile, levels()));
    }

    /** The way to the server. */
    public Connecting connecting() {
        return new ConnectionFront(seat);
    }

    /** Looking at documents. */
    public PdfDocuments documents() {
        return new PdfDocuments(hashedFiles, inspections, passwords);
    }

    /** Enrolment. */
    public Enrolling enrolling() {
        return new Enrolment(seat, signingKeys);
    }

    /** Signing keys. */
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    /** Signing. */
    public SigningErrand signing() {
        return new SigningErrand(seat, signingKeys, levels(), laterLevels(), hashedFiles, inspections, passwords);
    }

    /** Raising signatures. */
    public Levels levels() {
        return levels;
    }

    /** Signed files that wait for their level. */
    public LaterLevels laterLevels() {
        return new LaterLevels(profile, levels());
    }

    /** Files that were archived on this computer. */
    public Archives archives() {
        return levels().archives();
    }

    /** Verifying. */
    public Verifier verifier() {
        return new Verifier(profile, surroundings, clock);
    }

    /** The log. */
    public Uses uses() {
        return new Uses(seat);
    }

    /** The signature log as a whole. */
    public SignatureLog signatureLog() {
        return new SignatureLog(seat);
    }

    /** The owner's devices, and this one's PIN. */
    public OwnDevices devices() {
        return new OwnDevices(seat);
    }

    /** What staff do, for a window. */
    public StaffDesk staffDesk() {
        return new StaffFront(seat, helpdesk(), secondPersons());
    }

    /** What waits for a second person of staff. */
    public SecondPersons secondPersons() {
        return new SecondPersons(seat);
    }

    /** What staff do. */
    public Helpdesk helpdesk() {
        return new Helpdesk(seat);
    }
}
