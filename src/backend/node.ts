/** What the backend reads from disk when it runs on Node. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAssets, type Asset, type AssetSource } from './assets.ts';
import { configTenants, type ConfigTenants } from './tenants/config.ts';

/** Beside the compiled package, or in the checkout when it runs from its sources. */
const builds = ['../../browser', '../../dist/browser'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Reads the browser build, once, into memory.
 * @param dir folder with `manifest.json`; the package's own build if left out
 * @throws Error if there is no build, TypeError if it is not complete
 */
export function readAssets(dir?: string): AssetSource {
  const folder = dir ?? builds.find((path) => existsSync(join(path, 'manifest.json')));
  if (folder === undefined || !existsSync(join(folder, 'manifest.json'))) {
    throw new Error(`There is no browser build in ${dir ?? builds.join(' or ')}; build first.`);
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  const files = new Map<string, Asset>();
  for (const name of names) {
    if (name === 'manifest.json' || name.endsWith('.br')) continue;
    const brotli = names.includes(`${name}.br`)
      ? new Uint8Array(readFileSync(join(folder, `${name}.br`)))
      : undefined;
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    files.set(name.split(sep).join('/'), { bytes, brotli });
  }
  return createAssets(readJson(join(folder, 'manifest.json')), files);
}

export interface FileTenants extends Omit<ConfigTenants, 'reload'> {
  /**
   * Reads the file again. If it is not valid, the old tenants stay.
   * @throws TypeError that names each field that is wrong
   */
  reload(): void;
}

/**
 * Reads tenants from a JSON file, `{ "tenants": [...] }`.
 * @throws TypeError that names each field that is wrong, never its value
 */
export function readTenants(path: string): FileTenants {
  const tenants = configTenants(readJson(path));
  return {
    get all() {
      return tenants.all;
    },
    byId: (idOrApiKey) => tenants.byId(idOrApiKey),
    reload() {
      tenants.reload(readJson(path));
    },
  };
}

function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, and secrets stand in there.
    throw new TypeError(`${path} is not JSON`);
  }
}
