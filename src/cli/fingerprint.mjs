/** Tells whether `dist` was built from what is in the tree now. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { inProject, projectRoot } from './project.mjs';

/** Everything a build reads. */
const inputs = [
  'src',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'custom-elements-manifest.config.mjs',
];
const isTest = (/** @type {string} */ path) => path.endsWith('.test.ts');
const stamp = () => inProject('dist', '.fingerprint');

/** SHA-256 over path and content of all build inputs, in hex. */
export function fingerprint() {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesOf(inProject(input))).sort()) {
    if (isTest(path)) continue;
    const content = readFileSync(path);
    hash.update(`${relative(projectRoot, path).split(sep).join('/')}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** @returns {boolean} whether the last complete build saw the same inputs */
export function buildIsFresh() {
  try {
    return readFileSync(stamp(), 'utf8') === fingerprint();
  } catch {
    return false;
  }
}

/** Notes a complete build; `inputsHash` is from before it began, so that edits meanwhile count. */
export function markBuilt(/** @type {string} */ inputsHash) {
  writeFileSync(stamp(), inputsHash);
}

/** @returns {string[]} */
function filesOf(/** @type {string} */ path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
}
