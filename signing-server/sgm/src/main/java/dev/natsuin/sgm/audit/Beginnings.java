package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first 8 octets of many ids or hashes, each with a number: finds those that may be the same in 16 octets each.
 *
 * <p>Not thread-safe.
 */
final class Beginnings {
    private long[] beginnings = new long[1024];
    private long[] numbers = new long[1024];
    private int size;
    private boolean sorted = true;

    private static long beginning(Bytes value) {
        return ByteBuffer.wrap(value.toArray()).getLong();
    }

    void add(Bytes value, long number) {
        if (size == beginnings.length) {
            beginnings = Arrays.copyOf(beginnings, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        beginnings[size] = beginning(value);
        numbers[size] = number;
        size++;
        sorted = false;
    }

    private void sort() {
        if (!sorted) {
            sortPairs();
            sorted = true;
        }
    }

    /** Heapsort of both arrays by beginning, then number: no boxes, no memory. */
    private void sortPairs() {
        for (var i = size / 2 - 1; i >= 0; i--) {
            sink(i, size);
        }
        for (var end = size - 1; end > 0; end--) {
            swap(0, end);
            sink(0, end);
        }
    }

    private void sink(int from, int end) {
        var i = from;
        while (2 * i + 1 < end) {
            var child = 2 * i + 1;
            if (child + 1 < end && less(child, child + 1)) {
                child++;
            }
            if (!less(i, child)) {
                return;
            }
            swap(i, child);
            i = child;
        }
    }

    private boolean less(int a, int b) {
        return beginnings[a] < beginnings[b] || (beginnings[a] == beginnings[b] && numbers[a] < numbers[b]);
    }

    private void swap(int a, int b) {
        var beginning = beginnings[a];
        beginnings[a] = beginnings[b];
        beginnings[b] = beginning;
        var number = numbers[a];
        numbers[a] = numbers[b];
        numbers[b] = number;
    }

    /** True if one that begins so was added. */
    boolean maybe(Bytes value) {
        sort();
        return Arrays.binarySearch(beginnings, 0, size, beginning(value)) >= 0;
    }

    /** The numbers of those that begin alike, two or more together, each in order. */
    List<List<Long>> doubles() {
        sort();
        var all = new ArrayList<List<Long>>();
        for (var from = 0; from < size; ) {
            var to = from + 1;
            while (to < size && beginnings[to] == beginnings[from]) {
                to++;
            }
            if (to - from > 1) {
                all.add(Arrays.stream(numbers, from, to).boxed().toList());
            }
            from = to;
        }
        return all;
    }
}
