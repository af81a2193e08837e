/** Brings node_modules in line with the lockfile, and finds the Node that runs the project. */
import { existsSync, readFileSync } from 'node:fs';
import { inProject, say } from './project.mjs';
import { runChild } from './run-child.mjs';

/** Node versions below this one do not run TypeScript files without a flag. */
const firstNodeWithTypes = [22, 18];

/**
 * Runs `npm ci` if what is installed is not what the lockfile says.
 *
 * @returns {Promise<number>} exit code; 0 when all is there
 */
export async function ensurePackages() {
  if (packagesAreFresh()) return 0;
  say('Installing packages (first start or new lockfile; about half a minute) …');
  const startedAt = Date.now();
  const ticker = setInterval(() => {
    say(`… still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, 10_000);
  // Only errors: npm's own summary and deprecation notes would bury our lines.
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const npm = process.env['npm_execpath'];
  const code = await (
    npm && /\.[cm]?js$/.test(npm)
      ? runChild(process.execPath, [npm, ...args], { stdout: 'stderr' })
      : runChild('npm', args, { stdout: 'stderr', shell: process.platform === 'win32' })
  ).finally(() => clearInterval(ticker));
  if (code !== 0) say(`npm ci failed with exit code ${code}; see its message above.`);
  return code;
}

/**
 * npm writes node_modules/.package-lock.json as the last step of an install. When each package of
 * our lockfile is in it in the same version, there is nothing to do, whoever installed it.
 */
function packagesAreFresh() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    // Packages for other processors and systems are optional and absent.
    if (!found && !entry.optional) return false;
    if (found && (found.version !== entry.version || found.integrity !== entry.integrity)) {
      return false;
    }
  }
  return Object.keys(present).every((path) => path in wanted);
}

/** @typedef {{version?: string, integrity?: string, optional?: boolean}} LockedPackage */

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | null}
 */
function readPackages(path) {
  try {
    /** @type {unknown} */
    const parsed = JSON.parse(readFileSync(inProject(path), 'utf8'));
    const lockfile = /** @type {{packages?: Record<string, LockedPackage>}} */ (parsed);
    return lockfile.packages ?? null;
  } catch {
    return null;
  }
}

/**
 * The Node that npm installed beside the other packages, or the running one if it is new enough
 * (installs with `--ignore-scripts`, systems for which there is no such package).
 *
 * @returns {string | null} path, or null after telling what is missing
 */
export function projectNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = inProject('node_modules', 'node', 'bin', binary);
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = firstNodeWithTypes;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return process.execPath;
  say(
    `npm could not install the Node ${needMajor}+ that runs this project (package "node": install ` +
      `scripts are switched off, or there is none for ${process.platform}-${process.arch}). ` +
      'Install Node 24 yourself, or allow install scripts and start again.',
  );
  return null;
}
