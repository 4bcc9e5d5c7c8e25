package dev.natsuin.sgm.token.cryptoki;

import java.util.Arrays;
import java.util.Optional;

/** The return codes that the SGM tells apart ({@code CKR_…}). */
public enum Returned {
    OK(0x00),
    GENERAL_ERROR(0x05),
    FUNCTION_FAILED(0x06),
    ARGUMENTS_BAD(0x07),
    ATTRIBUTE_READ_ONLY(0x10),
    ATTRIBUTE_SENSITIVE(0x11),
    ATTRIBUTE_TYPE_INVALID(0x12),
    ATTRIBUTE_VALUE_INVALID(0x13),
    ACTION_PROHIBITED(0x1B),
    DEVICE_ERROR(0x30),
    DEVICE_MEMORY(0x31),
    DEVICE_REMOVED(0x32),
    KEY_HANDLE_INVALID(0x60),
    KEY_FUNCTION_NOT_PERMITTED(0x68),
    KEY_NOT_WRAPPABLE(0x69),
    KEY_UNEXTRACTABLE(0x6A),
    MECHANISM_INVALID(0x70),
    MECHANISM_PARAM_INVALID(0x71),
    OBJECT_HANDLE_INVALID(0x82),
    PIN_INCORRECT(0xA0),
    PIN_LOCKED(0xA4),
    SESSION_CLOSED(0xB0),
    SESSION_COUNT(0xB1),
    SESSION_HANDLE_INVALID(0xB3),
    TEMPLATE_INCOMPLETE(0xD0),
    TEMPLATE_INCONSISTENT(0xD1),
    TOKEN_NOT_PRESENT(0xE0),
    TOKEN_NOT_RECOGNIZED(0xE1),
    USER_ALREADY_LOGGED_IN(0x100),
    USER_NOT_LOGGED_IN(0x101),
    CRYPTOKI_NOT_INITIALIZED(0x190),
    CRYPTOKI_ALREADY_INITIALIZED(0x191);

    private final long code;

    Returned(long code) {
        this.code = code;
    }

    static Optional<Returned> byCode(long code) {
        return Arrays.stream(values()).filter(r -> r.code == code).findFirst();
    }

    static String nameOf(long code) {
        return byCode(code).map(r -> "CKR_" + r.name()).orElse("0x" + Long.toHexString(code));
    }
}
