/**
 * A secret on its way through the program. It has to be taken out on purpose: whatever prints or
 * serializes the object it is in (JSON, `util.inspect`, template strings, structured clones) shows
 * that there is one, and not what it is.
 */
import type { JWK } from 'jose';

const redacted = '[secret]';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. Whoever asks is responsible for where it goes. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  /** What Node's `util.inspect`, and with it `console.log`, shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}

/**
 * A shared secret as the JWK that signature checks import. `k` can be read by name and is not
 * shown by what lists the properties of an object.
 */
export function secretJwk(k: Secret): JWK {
  return Object.defineProperty({ kty: 'oct' }, 'k', {
    get: () => k.reveal(),
    enumerable: false,
  });
}
