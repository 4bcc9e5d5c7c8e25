package dev.natsuin.sap.http;

/**
 * How often the SAP is asked before it says "later". Each allowance may be used up at once and then fills again evenly.
 *
 * @param requestsPerMinuteOfAnAddress requests that no logged-in person makes
 * @param requestsPerMinuteOfAPerson requests with a good access token, and logins, from wherever they come
 * @param refusedEnrolmentsPerHourOfAnAddress enrolments that the SGM refuses
 */
public record HttpRates(
        int requestsPerMinuteOfAnAddress, int requestsPerMinuteOfAPerson, int refusedEnrolmentsPerHourOfAnAddress) {}
