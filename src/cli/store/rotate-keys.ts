/**
 * `rsc store rotate-keys`: seals every secret of a store anew under the current key, the first of
 * `RSC_STORE_KEYS`. Stopped anywhere, it goes on where it was when it is run again.
 */
import { StoreError } from '../../backend/store/errors.ts';
import { openStore, storeLocation } from '../../backend/store/open-store.ts';
import { environmentKeyring } from '../../backend/store/sealing/keyring.ts';
import type { RotationResult, Store } from '../../backend/store/store.ts';
import type { CommandOutput } from '../output.ts';

export const rotateKeysUsage = 'rsc store rotate-keys [--json]';

/** Whoever waits wants to see that something happens. */
const progressEvery = 1_000;

/**
 * Rotates the keys of the store that the environment names.
 * @returns exit code: 0 if all is under the current key, 1 if a value does not open (all others are
 *   done then), 2 if it could not be done
 */
export async function rotateKeys(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: CommandOutput,
): Promise<0 | 1 | 2> {
  const json = args.includes('--json');
  if (args.some((arg) => arg !== '--json')) {
    output.warn(`${rotateKeysUsage}\n`);
    return 2;
  }
  if (isUnset(environment['DATABASE_URL']) && isUnset(environment['RSC_STORE_DIR'])) {
    // A folder by default would be a new and empty store, in which all is well.
    output.warn('DATABASE_URL or RSC_STORE_DIR is not set\n');
    return 2;
  }
  let store: Store | null = null;
  try {
    const keyring = environmentKeyring(environment['RSC_STORE_KEYS'] ?? '');
    store = await openStore(storeLocation('.', environment), { keyring });
    const result = await rotateWith(store, json ? null : output);
    output.write(json ? `${JSON.stringify(result)}\n` : textOf(result, keyring.currentKeyId));
    return 0;
  } catch (error) {
    output.warn(`${messageOf(error)}\n`);
    return store !== null && isAboutOneValue(error) ? 1 : 2;
  } finally {
    await store?.close();
  }
}

function rotateWith(store: Store, output: CommandOutput | null): Promise<RotationResult> {
  let told = 0;
  return store.rotateKeys({
    onProgress(resealed) {
      if (resealed - told < progressEvery) return;
      told = resealed;
      output?.warn(`${String(resealed)} sealed anew…\n`);
    },
  });
}

function textOf({ resealed, retiredKeyIds }: RotationResult, currentKeyId: string): string {
  const done = `${String(resealed)} sealed anew; all secrets are under "${currentKeyId}".`;
  if (retiredKeyIds.length === 0) return `${done}\n`;
  const ids = retiredKeyIds.map((id) => `"${id}"`).join(', ');
  return `${done}\nNo longer needed, but by backups: ${ids}. Take it out of RSC_STORE_KEYS.\n`;
}

const isUnset = (value: string | undefined): boolean => value === undefined || value === '';

const isAboutOneValue = (error: unknown): boolean =>
  error instanceof StoreError && ['store_value_altered', 'store_key_missing'].includes(error.code);

/** Errors of ours say what to do and hold no secret; of others only the class is told. */
const messageOf = (error: unknown): string =>
  error instanceof StoreError || error instanceof TypeError
    ? error.message
    : `It could not be done: ${error instanceof Error ? error.name : typeof error}`;
