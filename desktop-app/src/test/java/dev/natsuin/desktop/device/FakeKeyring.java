package dev.natsuin.desktop.device;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A keyring in memory that can be locked, lie, and see its user die before or after anything it does. */
public final class FakeKeyring implements Keyring {
    /** The end of the process that asked. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final List<String> labels = new ArrayList<>();
    private final Map<String, Bytes> items = new LinkedHashMap<>();
    private boolean there = true;
    private boolean locked;
    private boolean deaf;
    private int made;
    private int lookups;
    private CountDownLatch person = new CountDownLatch(0);
    private int steps = Integer.MAX_VALUE;

    /** From now on whoever asks is killed after so many steps. */
    void killAfter(int left) {
        steps = left;
    }

    /** From now on it gives nothing out and takes nothing in, as one that is locked. */
    public void lock(boolean now) {
        locked = now;
    }

    /** From now on it says that it keeps what it does not keep. */
    void deaf(boolean now) {
        deaf = now;
    }

    /** From now on it is there, or not. */
    public void there(boolean now) {
        there = now;
    }

    /** From now on whoever looks something up waits for this. */
    void waitsFor(CountDownLatch answer) {
        person = answer;
    }

    /** How often something was looked up. */
    int lookups() {
        return lookups;
    }

    /** What it holds, by item. */
    public Map<String, Bytes> items() {
        return items;
    }

    /** Profiles over it, with this wish for new secrets. */
    public Function<Path, Profile> profiles(SecretWish wish) {
        return folder ->
                new Profile(folder, place -> new SecretPlaces(place, this, wish, () -> "%032x".formatted(made++)));
    }

    private void step() {
        if (steps-- <= 0) {
            throw new Killed();
        }
    }

    private boolean isShut() {
        return locked || !there;
    }

    @Override
    public boolean isThere() {
        step();
        return there;
    }

    @Override
    public Optional<Secret> lookup(String item) {
        step();
        lookups++;
        try {
            person.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isShut()
                ? Optional.empty()
                : Optional.ofNullable(items.get(item)).map(octets -> Secret.taking(octets.toArray()));
    }

    /** What people read of the items, in the order in which they were stored. */
    List<String> labels() {
        return labels;
    }

    @Override
    public boolean store(String item, String label, Secret secret) {
        labels.add(label);
        step();
        if (isShut()) {
            return false;
        }
        if (!deaf) {
            items.put(item, secret.use(Bytes::of));
        }
        step();
        return true;
    }

    @Override
    public boolean erase(String item) {
        step();
        if (isShut()) {
            return false;
        }
        items.remove(item);
        step();
        return true;
    }
}
