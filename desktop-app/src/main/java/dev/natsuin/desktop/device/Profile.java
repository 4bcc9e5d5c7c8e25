package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which this computer keeps what belongs to its owner.
 *
 * <p>Every file is replaced whole, so a crash leaves the old or the new. Reading needs no lock; changes are made inside
 * {@link #exclusively}, by one thread of one process at a time. Whatever cannot be read or written is refused with
 * {@code profile-unreadable}, and with {@code profile-open-to-all} where everybody may write to the folder.
 */
public final class Profile {
    private static final String OWNER = "profile.json";
    private static final String LOG = "log.json";
    private static final String IDENTITY = "identity.json";
    private static final String UNANSWERED = "unanswered.json";
    private static final String SIGNED = "signed.jsonl";
    private static final String TO_BE_RAISED = "levels.json";
    private static final String ARCHIVED = "archives.json";
    private static final String CONFIG = "config.json";
    private static final String PROXY = "proxy.json";
    private static final String AUTHORITY = "authority-";
    private static final String AUTHORITY_END = ".cer";
    private static final Pattern AUTHORITIES = Pattern.compile("authority-[0-9a-f]{64}\\.cer");
    private static final String LIST = "trusted-list-";
    private static final String LIST_END = ".xml";
    private static final String LIST_SIGNER = "list-signer-";
    private static final Pattern LISTS =
            Pattern.compile("(trusted-list-[0-9a-f]{64}\\.xml)|(list-signer-[0-9a-f]{64}\\.cer)");
    private static final String ORDERS = "orders";
    private static final int LOCK_TRIES = 1200;
    private static final int LOCK_PAUSE_MILLISECONDS = 50;

    private final Path folder;
    private final Computer computer;
    private final SecretPlaces secret;
    private final Function<Path, SecretPlaces> places;
    private final NextOwner next;
    private final ReentrantLock mine = new ReentrantLock();

    /**
     * Keeps its things in this folder, which is made on the first change.
     *
     * @param places where the device secret of a profile in a folder lies
     */
    Profile(Path folder, Function<Path, SecretPlaces> places) {
        this(folder, places, Computer.UNKNOWN);
    }

    private Profile(Path folder, Function<Path, SecretPlaces> places, Computer computer) {
        this.folder = folder;
        this.computer = computer;
        this.places = places;
        this.secret = places.apply(folder);
        this.next = new NextOwner(folder, secret);
    }

    /** Keeps everything in this folder, the device secret in a private file; there is no keyring. */
    public static Profile in(Path folder) {
        return new Profile(folder, SecretPlaces::inFile);
    }

    /** The same on a computer that can be told from others. */
    public static Profile in(Path folder, Computer computer) {
        return new Profile(folder, SecretPlaces::inFile, computer);
    }

    /**
     * Keeps its things in this folder, the device secret where it is or, a new one, where {@code NATSUIN_SECRET_STORE}
     * tells: else in the system's keyring where there is one, else in a private file.
     *
     * @param environment environment variables
     * @param system the name of the operating system, as {@code os.name} has it
     * @param random for the names of items in a keyring
     */
    public static Profile in(Path folder, Map<String, String> environment, String system, SecureRandom random) {
        return new Profile(
                folder, place -> SecretPlaces.of(place, environment, system, random), Computer.of(environment, system));
    }

    /**
     * The folder to use unless told: {@code NATSUIN_PROFILE}, else the system's place for a user's configuration.
     *
     * @param environment environment variables
     * @param system the name of the operating system, as {@code os.name} has it
     * @param home the user's home folder
     */
    public static Path usualFolder(Map<String, String> environment, String system, Path home) {
        var told = environment.getOrDefault("NATSUIN_PROFILE", "");
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            var roaming = environment.getOrDefault("APPDATA", "");
            return (roaming.isEmpty() ? home.resolve("AppData").resolve("Roaming") : Path.of(roaming))
                    .resolve("Natsuin");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Natsuin");
        }
        var configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return (configuration.isEmpty() ? home.resolve(".config") : Path.of(configuration)).resolve("natsuin");
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Where the books of orders are, see {@link OrderBooks}. */
    Path orderFolder() {
        return folder.resolve(ORDERS);
    }

    /**
     * Does the work while no other thread or process changes this profile; waits for threads, and a minute for
     * processes.
     *
     * @throws Refusal {@code profile-busy} if another process, with a large order perhaps, is at work on it for longer
     */
    public <T> T exclusively(Refusal.Work<T> work) throws Refusal {
        if (mine.isHeldByCurrentThread()) {
            return work.run();
        }
        mine.lock();
        try (var channel = lockFile();
                var held = lock(channel)) {
            if (held == null) {
                throw new Refusal(ProblemCode.PROFILE_BUSY);
            }
            next.takeOver();
            return work.run();
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        } finally {
            mine.unlock();
        }
    }

    private FileChannel lockFile() throws IOException, Refusal {
        PrivateFiles.createFolder(folder);
        requireOwn();
        return PrivateFiles.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Whoever may write to the folder may put other files in the place of these: whom to trust stands in them. */
    private void requireOwn() throws Refusal {
        try {
            if (PrivateFiles.anybodyWritesTo(folder)) {
                throw new Refusal(ProblemCode.PROFILE_OPEN_TO_ALL);
            }
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        for (var i = 0; i < LOCK_TRIES; i++) {
            try {
                var lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another profile object of this process has it: the same as another process.
            }
            if (!slept()) {
                return null;
            }
        }
        return null;
    }

    private static boolean slept() {
        try {
            Thread.sleep(LOCK_PAUSE_MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whose desk this is, if anybody's. */
    public Optional<Owner> owner() throws Refusal {
        return read(OWNER, Owner::read);
    }

    /** Keeps whose desk this is. */
    public void keep(Owner owner) throws Refusal {
        replace(OWNER, owner.toBytes());
    }

    /** The owner's server, of this SGM and at this address, is reached at another one from now on. */
    public void moved(Bytes sgm, String from, String to) throws Refusal {
        exclusively(() -> {
            var owner = owner().filter(o -> o.sgm().equals(sgm) && o.url().equals(from));
            if (owner.isPresent()) {
                keep(owner.get().reachedAt(to));
            }
            return from;
        });
    }

    /**
     * The device secret, if there is one; the caller closes it. A person may be asked to unlock their keyring first, so
     * never on the window's thread.
     *
     * @throws Refusal {@code keyring-unavailable} if the keyring does not give it out
     */
    public Optional<Secret> deviceSecret() throws Refusal {
        endTakeOver();
        return secret.read();
    }

    /** Keeps a new device secret, which stays the caller's. */
    public void keepDeviceSecret(Secret made) throws Refusal {
        change(() -> secret.write(made));
    }

    /** Where the device secret lies, if there is one; asks no keyring. */
    public Optional<SecretPlace> secretPlace() throws Refusal {
        endTakeOver();
        return secret.place();
    }

    /** Moves the device secret; it is never in neither place. */
    public void moveDeviceSecret(SecretPlace to) throws Refusal {
        change(() -> secret.move(to));
    }

    /** Ends a move of the device secret that was cut off, if there was one. */
    public void endMoveOfDeviceSecret() throws Refusal {
        change(secret::endMove);
    }

    /** The log's last word, if any was heard. */
    public Optional<LogMemory> log() throws Refusal {
        return read(LOG, LogMemory::read);
    }

    /** Keeps the log's newest word. */
    public void keep(LogMemory log) throws Refusal {
        replace(LOG, log.toBytes());
    }

    /** The SGM's newest identity key that was followed to; nothing: the one pinned at the enrolment. */
    public Optional<IdentityMemory> identity() throws Refusal {
        return read(IDENTITY, IdentityMemory::read);
    }

    /** Keeps the newest identity key. */
    public void keep(IdentityMemory identity) throws Refusal {
        replace(IDENTITY, identity.toBytes());
    }

    /** The order that is not answered yet, if there is one. */
    public Optional<Unanswered> unanswered() throws Refusal {
        return read(UNANSWERED, Unanswered::read);
    }

    /** Keeps an order before it is sent. */
    public void keep(Unanswered order) throws Refusal {
        replace(UNANSWERED, order.toBytes());
    }

    /** Forgets the order that was not answered: now it is. */
    public void answered() throws Refusal {
        delete(UNANSWERED);
    }

    /** What was signed here, oldest first; lines that a crash cut off are passed over. */
    public List<SignedHere> signed() throws Refusal {
        var all = new ArrayList<SignedHere>();
        for (var line : octets(SIGNED).orElse(Bytes.EMPTY).toUtf8().lines().toList()) {
            signedLine(line).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /** Nothing for a line without its end, from a crash; the log still has the entry. */
    private static Optional<SignedHere> signedLine(String line) {
        try {
            return Optional.of(SignedHere.read(Bytes.utf8(line)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** Adds what was signed here. */
    public void add(SignedHere signed) throws Refusal {
        change(() ->
                PrivateFiles.appendLine(folder.resolve(SIGNED), signed.toBytes().toArray()));
    }

    /** The computer that uses it now. */
    public Computer computer() {
        return computer;
    }

    /** Signed files that wait for their level, in the order they were signed. */
    public List<ToBeRaised> toBeRaised() throws Refusal {
        return read(TO_BE_RAISED, ToBeRaised::read).orElse(List.of());
    }

    /** Keeps these, and no others. */
    public void keepToBeRaised(List<ToBeRaised> files) throws Refusal {
        if (files.isEmpty()) {
            delete(TO_BE_RAISED);
        } else {
            replace(TO_BE_RAISED, ToBeRaised.toBytes(files));
        }
    }

    /** Files that were archived here, in the order they were. */
    public List<ArchivedHere> archived() throws Refusal {
        return read(ARCHIVED, ArchivedHere::read).orElse(List.of());
    }

    /** Keeps these, and no others. */
    public void keepArchived(List<ArchivedHere> files) throws Refusal {
        if (files.isEmpty()) {
            delete(ARCHIVED);
        } else {
            replace(ARCHIVED, ArchivedHere.toBytes(files));
        }
    }

    /** What the owner prefers. */
    public Config config() throws Refusal {
        return read(CONFIG, Config::read).orElse(Config.NONE);
    }

    /** Keeps what the owner prefers. */
    public void keep(Config config) throws Refusal {
        replace(CONFIG, config.toBytes());
    }

    /** By which way servers are to be reached. */
    public ProxyWish proxyWish() throws Refusal {
        return read(PROXY, ProxyFile::read).orElseGet(ProxyWish.AsUsual::new);
    }

    /** Keeps by which way servers are to be reached. */
    public void keep(ProxyWish wish) throws Refusal {
        var content = ProxyFile.toBytes(wish);
        if (content.isPresent()) {
            replace(PROXY, content.get());
        } else {
            delete(PROXY);
        }
    }

    /** Forgets the owner, their secret and what the log said; preferences and what is to be renewed stay. */
    public void forgetOwner() throws Refusal {
        change(() -> {
            delete(OWNER);
            secret.erase();
            delete(UNANSWERED);
            delete(LOG);
            delete(IDENTITY);
            delete(SIGNED);
            delete(TO_BE_RAISED);
            deleteOrders();
        });
    }

    /** The profile in which the next owner's things are made, while this one stays as it is. */
    public Profile next() {
        return new Profile(folder.resolve(NextOwner.FOLDER), places);
    }

    /**
     * From here on this profile is the next owner's, whose things are whole in {@link #next}. What is left of the
     * former owner is set aside, their device secret is erased; preferences and what is to be renewed stay.
     *
     * @param day for the folder's name
     * @param samePerson whether the list of what was signed here goes on
     * @return the folder in which the former owner's things are
     */
    public Path becomeNext(LocalDate day, boolean samePerson) throws Refusal {
        return exclusively(() -> {
            try {
                if (next().owner().isEmpty()) {
                    throw new IllegalStateException("there is no next owner");
                }
                var aside = next.accept(day.toString(), samePerson);
                next.takeOver();
                return aside;
            } catch (IOException e) {
                throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
            }
        });
    }

    /**
     * What this desk knows of an SGM's log and of its identity, from this owner's time or a former one's, becomes what
     * another profile begins with: neither may go back because somebody enrolled anew. What is known of a person's
     * chains goes on for the same person only.
     *
     * @param to whose SGM and person it is about
     */
    public void teach(Profile other, Owner to) throws Refusal {
        var known = new ArrayList<>(List.of(this));
        try {
            next.aside().forEach(aside -> known.add(new Profile(aside, places)));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        var logs = new ArrayList<LogMemory>();
        var identities = new ArrayList<IdentityMemory>();
        for (var profile : known) {
            var samePerson = profile.owner()
                    .filter(owner ->
                            owner.sgm().equals(to.sgm()) && owner.user().equals(to.user()))
                    .isPresent();
            profile.log()
                    .filter(memory -> memory.sgm().equals(to.sgm()))
                    .map(memory -> samePerson ? memory : memory.ofNobody())
                    .ifPresent(logs::add);
            profile.identity().filter(memory -> memory.sgm().equals(to.sgm())).ifPresent(identities::add);
        }
        var log = LogMemory.newest(logs);
        if (log.isPresent()) {
            other.keep(log.get());
        }
        var identity = identities.stream().max(Comparator.comparingInt(IdentityMemory::number));
        if (identity.isPresent()) {
            other.keep(identity.get());
        }
    }

    /** Whoever was killed while the owner changed is followed, before anything is read. */
    private void endTakeOver() throws Refusal {
        if (next.isAccepted()) {
            change(next::takeOver);
        }
    }

    private void deleteOrders() throws IOException {
        if (Files.isDirectory(orderFolder())) {
            try (Stream<Path> books = Files.list(orderFolder())) {
                for (var book : books.toList()) {
                    Files.deleteIfExists(book);
                }
            }
        }
    }

    private interface Form<T> {
        T read(Bytes text) throws Malformed;
    }

    private <T> Optional<T> read(String name, Form<T> form) throws Refusal {
        var text = octets(name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(form.read(text.get()));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private Optional<Bytes> octets(String name) throws Refusal {
        var file = folder.resolve(name);
        requireOwn();
        endTakeOver();
        try {
            return Files.exists(file) ? Optional.of(Bytes.of(Files.readAllBytes(file))) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // Another process deleted it in this moment.
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private interface Change {
        void make() throws IOException, Refusal;
    }

    private void change(Change change) throws Refusal {
        exclusively(() -> {
            try {
                change.make();
                return folder;
            } catch (IOException e) {
                throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
            }
        });
    }

    /** Keeps a picture of a seal, for its owner only; the same octets are kept once. */
    public Path keepSeal(Bytes picture, String ending) throws Refusal {
        var seals = folder.resolve("seals");
        var file = seals.resolve(picture.sha256().toHex() + ending);
        change(() -> {
            PrivateFiles.createFolder(seals);
            PrivateFiles.replace(file, picture.toArray());
        });
        return file;
    }

    /** Keeps a copy of a certificate that is believed; gives the name under which a config names it. */
    public String keepAuthority(Bytes certificate) throws Refusal {
        var name = AUTHORITY + certificate.sha256().toHex() + AUTHORITY_END;
        replace(name, certificate);
        return name;
    }

    /** Deletes such a copy. A file that somebody else put into a config stays. */
    public void forgetAuthority(String name) throws Refusal {
        if (AUTHORITIES.matcher(name).matches()) {
            delete(name);
        }
    }

    /** Keeps a copy of a trusted list; gives the name under which a config names it. */
    public String keepList(Bytes list) throws Refusal {
        var name = LIST + list.sha256().toHex() + LIST_END;
        replace(name, list);
        return name;
    }

    /** Keeps a copy of the certificate of who signs trusted lists; gives the name under which a config names it. */
    public String keepListSigner(Bytes certificate) throws Refusal {
        var name = LIST_SIGNER + certificate.sha256().toHex() + AUTHORITY_END;
        replace(name, certificate);
        return name;
    }

    /** Whether a name in a config is that of a copy that was kept here, of a list or of who signed it. */
    public static boolean isKeptOfLists(String name) {
        return LISTS.matcher(name).matches();
    }

    /** Deletes such a copy. A file that somebody else put into a config stays. */
    public void forgetOfLists(String name) throws Refusal {
        if (isKeptOfLists(name)) {
            delete(name);
        }
    }

    private void replace(String name, Bytes text) throws Refusal {
        change(() -> PrivateFiles.replace(folder.resolve(name), text.toArray()));
    }

    private void delete(String name) throws Refusal {
        change(() -> Files.deleteIfExists(folder.resolve(name)));
    }
}
