/**
 * The two listeners: HTTPS for the API, plain HTTP for the CA's publications. The only package that knows Javalin and
 * Jetty.
 */
@NullMarked
package dev.natsuin.sap.http;

import org.jspecify.annotations.NullMarked;
