package dev.natsuin.sap.http;

import io.javalin.http.Context;

/** Answers one kind of request. */
@FunctionalInterface
interface Endpoint {
    Reply answer(Context request) throws HttpRefusal;
}
