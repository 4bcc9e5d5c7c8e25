package dev.natsuin.desktop.document.revocation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Answers of authorities, so that none is asked twice; silence is remembered as well. Never more than so many octets:
 * whoever writes files that lead to many large answers gets them forgotten, all at once. Thread-safe.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class Remembered<Q, A> {
    /** What an entry costs besides its answer, about. */
    private static final long AROUND_BYTES = 512;

    private final Map<Q, Optional<A>> answers = new ConcurrentHashMap<>();
    private final AtomicLong octets = new AtomicLong();
    private final long mostBytes;
    private final ToLongFunction<A> size;

    Remembered(long mostBytes, ToLongFunction<A> size) {
        this.mostBytes = mostBytes;
        this.size = size;
    }

    /** What was answered before, or is now. Who asks the same meanwhile waits. */
    Optional<A> answer(Q question, Supplier<Optional<A>> asking) {
        var answer = answers.computeIfAbsent(question, same -> {
            var come = asking.get();
            octets.addAndGet(AROUND_BYTES + come.map(size::applyAsLong).orElse(0L));
            return come;
        });
        if (octets.get() > mostBytes) {
            octets.set(0);
            answers.clear();
        }
        return answer;
    }
}
