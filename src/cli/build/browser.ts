/** Builds dist/browser: loader, host chunks, frame scripts, and the manifest that ties them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Plugin, type Rolldown } from 'vite';
import {
  frameEntries,
  hostEntries,
  loader,
  modules,
  pluginEntries,
  polish,
  squeeze,
  type CommonChunk,
} from '../../../vite.config.ts';
import { skeletons } from '../../frame/skeletons.ts';
import { assetManifest, type AssetManifest } from '../../protocol/manifest.ts';
import { inProject } from '../project.mjs';
import { errorsPageStyles, renderErrorsPage } from './errors-page.ts';
import { minifyCss, minifyHtml } from './minify.ts';

/** What nearly all panels need: a page with several of them loads it once. */
const panelBase: CommonChunk = { name: 'base', minShareCount: 4 };

type Documents = Record<string, { script: string; imports: string[] }>;

/**
 * Builds everything a browser loads into `outDir`.
 *
 * @throws {Error} when a source does not build or the manifest does not fit its schema
 */
export async function buildBrowser(outDir: string): Promise<void> {
  const squeezed = [squeeze, polish];
  const host = await buildModules(hostEntries, 'assets/host/[name].js', outDir, squeezed);
  // Where there are indicators only, nothing of the panels is loaded.
  const { 'in-ats-indicator': broker, ...panels } = frameEntries;
  const frames = {
    ...(await buildModules({ 'in-ats-indicator': broker }, named('frame'), outDir, squeezed)),
    ...(await buildModules(panels, named('frame'), outDir, squeezed, panelBase)),
  };
  const plugin = await buildModules(pluginEntries, named('linkedin'), outDir);
  await buildLoader(host, nameByContent(outDir), outDir);

  const documentOf = (
    documents: Documents,
    name: keyof typeof skeletons,
  ): AssetManifest['plugin'] => ({
    ...entryOf(documents, name),
    css: minifyCss(skeletons[name].css),
    html: minifyHtml(skeletons[name].html),
  });
  const manifest: AssetManifest = {
    version: packageVersion(),
    frames: {
      'profile-widget': documentOf(frames, 'profile-widget'),
      'in-ats-indicator': documentOf(frames, 'in-ats-indicator'),
      'integration-settings': documentOf(frames, 'integration-settings'),
      'export-panel': documentOf(frames, 'export-panel'),
      activity: documentOf(frames, 'activity'),
      'rediscovered-candidates': documentOf(frames, 'rediscovered-candidates'),
    },
    plugin: documentOf(plugin, 'plugin'),
    integrity: integrityOf(outDir),
  };
  writeFileSync(
    join(outDir, 'manifest.json'),
    `${JSON.stringify(assetManifest.parse(manifest), null, 2)}\n`,
  );
  writeFileSync(join(outDir, 'errors.html'), await renderErrorsPage(inProject('docs/errors.md')));
  writeFileSync(join(outDir, 'errors.css'), minifyCss(errorsPageStyles));
  compress(outDir);
}

/** Each file by its own content. */
const named = (prefix: string): string => `assets/${prefix}-[name]-[hash:6].js`;

/**
 * Names the folder of the host chunks by what is in it. Chunks name each other, and the loader all
 * of them: a name of their own each would be a tenth of what some pages load.
 * @returns the folder's name
 */
function nameByContent(outDir: string): string {
  const folder = join(outDir, 'assets', 'host');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  }
  const name = hash.digest('base64url').slice(0, 8);
  renameSync(folder, join(outDir, 'assets', name));
  return name;
}

/** Bundles entries that may share chunks; tells each one's file and what that imports at once. */
async function buildModules(
  entries: Record<string, string>,
  names: string,
  outDir: string,
  plugins: Plugin[] = [],
  common?: CommonChunk,
): Promise<Documents> {
  const chunks = chunksOf(await build(modules(entries, names, outDir, plugins, common)));
  return Object.fromEntries(
    chunks
      .filter((chunk) => chunk.isEntry)
      .map((chunk) => [
        chunk.name,
        { script: chunk.fileName, imports: staticImports(chunk, chunks) },
      ]),
  );
}

async function buildLoader(host: Documents, folder: string, outDir: string): Promise<void> {
  const files = Object.keys(hostEntries).map((name) => {
    const { imports } = entryOf(host, name);
    return [name, imports.map((path) => ` ${basename(path, '.js')}`).join('')];
  });
  const define = {
    __RSC_CHUNKS__: JSON.stringify(Object.fromEntries(files)),
    __RSC_FOLDER__: JSON.stringify(`assets/${folder}/`),
    __RSC_VERSION__: JSON.stringify(packageVersion()),
  };
  const chunks = chunksOf(await build(loader(define, outDir)));
  if (chunks.length !== 1) throw new Error('The loader has to be one file.');
}

function chunksOf(result: Awaited<ReturnType<typeof build>>): Rolldown.OutputChunk[] {
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((output) => {
    if (!('output' in output)) throw new Error('Vite answered with a watcher.');
    const other = output.output
      .filter((item) => item.type !== 'chunk')
      .map((item) => item.fileName);
    if (other.length > 0) throw new Error(`Only scripts are expected, not ${other.join(', ')}.`);
    return output.output.filter((item) => item.type === 'chunk');
  });
}

/** All files a chunk needs before it runs, without itself. */
function staticImports(entry: Rolldown.OutputChunk, chunks: Rolldown.OutputChunk[]): string[] {
  const found = new Set<string>();
  const visit = (chunk: Rolldown.OutputChunk): void => {
    for (const name of chunk.imports) {
      if (found.has(name)) continue;
      found.add(name);
      const next = chunks.find((candidate) => candidate.fileName === name);
      if (next) visit(next);
    }
  };
  visit(entry);
  return [...found];
}

function entryOf(documents: Documents, name: string): Documents[string] {
  const found = documents[name];
  if (!found) throw new Error(`The build made no script for ${name}.`);
  return found;
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

const scriptsIn = (outDir: string): string[] =>
  readdirSync(outDir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.js'))
    .sort();

function integrityOf(outDir: string): Record<string, string> {
  return Object.fromEntries(
    scriptsIn(outDir).map((path) => {
      const digest = createHash('sha384').update(readFileSync(join(outDir, path)));
      return [path, `sha384-${digest.digest('base64')}`];
    }),
  );
}

/** Leaves a brotli copy beside each script, so that no server compresses at run time. */
function compress(outDir: string): void {
  for (const path of scriptsIn(outDir)) {
    const content = readFileSync(join(outDir, path));
    // Which mode suits a short script best is not known beforehand.
    const [smallest = content] = [
      constants.BROTLI_MODE_GENERIC,
      constants.BROTLI_MODE_TEXT,
      constants.BROTLI_MODE_FONT,
    ]
      .map((mode) => brotliCompressSync(content, { params: paramsFor(mode, content.length) }))
      .sort((a, b) => a.length - b.length);
    writeFileSync(join(outDir, `${path}.br`), smallest);
  }
}

const paramsFor = (mode: number, size: number): Record<number, number> => ({
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_MODE]: mode,
  [constants.BROTLI_PARAM_SIZE_HINT]: size,
  // As far back as the script is long, and no further: the window is part of what is sent.
  [constants.BROTLI_PARAM_LGWIN]: Math.min(
    Math.max(Math.ceil(Math.log2(size + 16)), constants.BROTLI_MIN_WINDOW_BITS),
    constants.BROTLI_DEFAULT_WINDOW,
  ),
});
