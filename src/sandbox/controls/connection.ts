/** What a request came in by, as far as the sandbox may break it. */

/** A server passes one with each request; without one, cutting makes `fetch` fail instead. */
export interface Connection {
  /**
   * Breaks the connection at once; what was written and has left the process arrives.
   * No answer may be written afterwards.
   */
  cut(): void;
}

/** What `fetch` rejects with where there is no connection to cut: as a network failure looks. */
export const connectionFailure = (): TypeError => new TypeError('fetch failed: connection cut');
