/** What the scripts around the project share: where it is, how they talk, and who goes first. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Absolute path of a file of the repository. */
export const inProject = (/** @type {string[]} */ ...parts) => join(projectRoot, ...parts);

/** Prints one line of progress; never on stdout. */
export const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);

/**
 * Runs `work` while no other start installs or builds in the same checkout. A lock whose owner
 * died is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  const path = inProject('.cache', 'start.lock');
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !tryLock(path); told = true) {
    if (!told) say('Waiting for another start of this project to install and build …');
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock(/** @type {string} */ path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const owner = Number(readOrEmpty(path));
  // An empty file belongs to a start that is just about to write its id.
  if (owner > 0 && !isAlive(owner)) rmSync(path, { force: true });
  return false;
}

function readOrEmpty(/** @type {string} */ path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
