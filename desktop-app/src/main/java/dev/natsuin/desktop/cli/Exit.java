package dev.natsuin.desktop.cli;

import dev.natsuin.protocol.problem.ProblemCode;

/** What a command ends with, for scripts. */
enum Exit {
    DONE(0),
    /** Some items failed, or are not valid. */
    SOME_FAILED(1),
    /** Some items are indeterminate or unsigned. */
    SOME_OPEN(2),
    /** The server said no. */
    REFUSED(3),
    /** The server was not there, or what came was not its word. */
    NOT_REACHED(4),
    /** The command was not one. */
    USAGE(64),
    /** Our fault. */
    FAULT(70);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Of this item and another: some that failed win over some that are open, those over done. */
    Exit and(Exit other) {
        return this == SOME_FAILED || other == DONE ? this : other;
    }

    /** For a refusal of the whole. */
    static Exit of(ProblemCode problem) {
        return switch (problem) {
            case SERVER_UNREACHABLE,
                    PROXY_UNREACHABLE,
                    PROXY_WANTS_LOGIN,
                    PROXY_REFUSES,
                    CONNECTION_INTERCEPTED,
                    ANOTHER_SERVER,
                    ANSWER_NOT_BELIEVABLE,
                    NOT_CONFIRMED,
                    SGM_UNAVAILABLE,
                    SERVER_CLOCK_BEHIND,
                    SERVER_FAULT,
                    SERVER_BUSY -> NOT_REACHED;
            case NOT_ENROLLED,
                    ALREADY_ENROLLED,
                    CODE_MALFORMED,
                    PIN_TOO_WEAK,
                    PIN_NOT_DIGITS,
                    KEY_NOT_CHOSEN,
                    SECRET_STORE_UNKNOWN,
                    PROXY_UNUSABLE,
                    SERVER_ADDRESS_UNUSABLE -> USAGE;
            case PROFILE_UNREADABLE,
                    PROFILE_OPEN_TO_ALL,
                    PROFILE_BUSY,
                    KEYRING_UNAVAILABLE,
                    KEYRING_TAKES_NOTHING,
                    DESK_FAULT -> FAULT;
            case NO_KEY -> REFUSED;
            default -> problem.httpStatus() == 0 ? SOME_FAILED : REFUSED;
        };
    }
}
