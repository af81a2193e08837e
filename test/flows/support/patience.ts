/**
 * How long flows wait for something that is certain to come. Far more than it takes: nothing but a
 * broken product may use it up, however many others work on the same two cores.
 *
 * `expect.poll` waits this long wherever it is used; see vitest.flows.config.ts.
 */
export const patience = { timeout: 45_000, interval: 150 };

/**
 * How long a page is asked to wait for something by itself. To ask it again and again from outside
 * takes more of a machine than most of what is waited for.
 */
export const lookMs = 1_000;

/** For a whole test, which waits for several things. */
export const testTimeoutMs = 150_000;
