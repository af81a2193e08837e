/** A command of `rsc sync` cannot be carried out; the message says why, and holds no secret. */
export class SyncCommandError extends Error {
  override readonly name = 'SyncCommandError';
  /** Of the backend's answer; null if there was none. */
  readonly code: string | null;

  constructor(message: string, code: string | null = null) {
    super(message);
    this.code = code;
  }
}
