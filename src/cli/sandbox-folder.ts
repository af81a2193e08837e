/**
 * The folder of `--data`: what the sandbox stores itself, and beside it the seed it was made of, so
 * that customers and secrets are the same at each start and after a reset.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createStandardSeed,
  type StandardSeed,
  type StandardSeedOptions,
} from '../sandbox/seed/standard.ts';
import { openStorage } from '../sandbox/state/sqlite.ts';
import type { SandboxStorage } from '../sandbox/state/storage.ts';

export interface OpenedFolder {
  readonly seed: StandardSeed;
  readonly storage: SandboxStorage;
}

/** A folder cannot be used as it was asked for. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

interface SeedFile {
  readonly asked: Required<StandardSeedOptions>;
  readonly seed: StandardSeed;
}

/**
 * Opens a folder, which is made if it is missing.
 * @param options what was asked for; a folder that exists must have been made with the same
 * @param defaults what counts for a new folder otherwise
 * @throws FolderInUseError, FolderError
 */
export async function openFolder(
  folder: string,
  options: { readonly seed: number | undefined; readonly members: number | undefined },
  defaults: Required<StandardSeedOptions>,
): Promise<OpenedFolder> {
  let storage: SandboxStorage;
  try {
    // For nobody else: there are secrets in it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Before anything is read: whoever has the folder open may write into it.
    storage = await openStorage(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new FolderError(`${folder} cannot be used as a folder: ${why}`, { cause: error });
  }
  try {
    const path = join(folder, 'seed.json');
    const { asked, seed } = readSeed(path) ?? writeSeed(path, { ...defaults, ...given(options) });
    for (const name of ['seed', 'members'] as const) {
      if (options[name] === undefined || options[name] === asked[name]) continue;
      throw new FolderError(
        `${folder} was made with --${name} ${asked[name]}. Leave the option out, or choose another folder.`,
      );
    }
    return { seed, storage };
  } catch (error) {
    storage.close();
    throw error;
  }
}

const given = (options: {
  readonly seed: number | undefined;
  readonly members: number | undefined;
}): StandardSeedOptions => ({
  ...(options.seed === undefined ? {} : { seed: options.seed }),
  ...(options.members === undefined ? {} : { members: options.members }),
});

function readSeed(path: string): SeedFile | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as SeedFile;
  } catch (cause) {
    throw new FolderError(`${path} is damaged. Choose another folder, or delete this one.`, {
      cause,
    });
  }
}

function writeSeed(path: string, asked: Required<StandardSeedOptions>): SeedFile {
  const file: SeedFile = { asked, seed: createStandardSeed(asked) };
  // Whole or not at all, whenever the process ends.
  writeFileSync(`${path}.new`, JSON.stringify(file), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return file;
}
