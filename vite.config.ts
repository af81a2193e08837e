/**
 * The browser builds. Each document gets its own: what host pages load must hold nothing of the
 * frames (Lit, zod), and LinkedIn's document shares nothing with the frame that holds the keys.
 */
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import type { InlineConfig, Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const source = (path: string): string => `${root}src/${path}`;

/** Chunks the loader fetches into a host page, by the names it knows them under. */
export const hostEntries = {
  'profile-widget': source('elements/profile-widget/register.ts'),
  'in-ats-indicator': source('elements/in-ats-indicator/register.ts'),
  'integration-settings': source('elements/integration-settings/register.ts'),
  'export-panel': source('elements/export-panel/register.ts'),
  activity: source('elements/activity/register.ts'),
  'rediscovered-candidates': source('elements/rediscovered-candidates/register.ts'),
  'in-tags': source('embed/in-tags.ts'),
};

/** Scripts of the documents inside frames. */
export const frameEntries = {
  'profile-widget': source('frame/profile-widget.ts'),
  'in-ats-indicator': source('frame/in-ats-indicator.ts'),
  'integration-settings': source('frame/integration-settings.ts'),
  'export-panel': source('frame/export-panel.ts'),
  activity: source('frame/activity.ts'),
  'rediscovered-candidates': source('frame/rediscovered-candidates.ts'),
};

/** Script of the document that runs LinkedIn's own. */
export const pluginEntries = { plugin: source('frame/plugin.ts') };

/** The script tag's target. */
export const loaderEntry = { embed: source('embed/auto.ts') };

const shared: InlineConfig = {
  root,
  configFile: false,
  // Addresses of chunks stay relative to the chunk that asks for them, wherever it is served.
  base: './',
  publicDir: false,
  logLevel: 'warn',
};

/**
 * A pass of Terser before Vite's own minifier, which finds shorter names after it: on the elements
 * and frames the two together come 2 % below either alone, and their bytes are loaded again and
 * again. Not on everything: the loader and LinkedIn's document come out larger.
 */
export const squeeze: Plugin = {
  name: 'squeeze',
  async renderChunk(code) {
    const compress = { passes: 3, keep_fargs: false, pure_getters: true, join_vars: false };
    const options = { module: true, ecma: 2020, compress, mangle: false } as const;
    const { code: smaller } = await minify(code, options);
    return smaller ?? null;
  },
};

/**
 * A last pass over what Vite has minified, with names of its own: another percent. It comes after
 * file names are made, which therefore follow what was minified.
 */
export const polish: Plugin = {
  name: 'polish',
  async generateBundle({ format }, bundle) {
    const compress = { passes: 3, keep_fargs: false, pure_getters: true };
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const options = { module: format === 'es', toplevel: true, ecma: 2020, compress } as const;
      const { code = chunk.code } = await minify(chunk.code, options);
      chunk.code = code;
    }
  },
};

/** What the package must ask for on a server is always there in a browser. */
const browserOnly = {
  'globalThis.HTMLElement': 'HTMLElement',
  'globalThis.customElements': 'customElements',
  'globalThis.document': 'document',
};

/** Hints to bundlers are of no use any more; what a licence asks for stays. */
const licencesOnly = { legal: true, annotation: false, jsdoc: false } as const;

/** A chunk of the modules that so many entries and lazy chunks share. */
export interface CommonChunk {
  readonly name: string;
  readonly minShareCount: number;
}

/**
 * ES modules under addresses that change with their content, so that they can be cached for ever.
 * @param names of files, with what Vite puts into them
 * @param common what goes into one chunk instead of many small ones, which compress badly
 */
export const modules = (
  input: Record<string, string>,
  names: string,
  outDir: string,
  plugins: Plugin[] = [],
  common?: CommonChunk,
): InlineConfig => ({
  ...shared,
  plugins,
  // In the package the same files lie beside no page of errors.
  define: { ...browserOnly, __RSC_SERVED__: 'true' },
  build: {
    target: 'es2022',
    outDir,
    emptyOutDir: false,
    reportCompressedSize: false,
    // Anything but a library gets Vite's preload helper wrapped around each import().
    lib: { entry: input, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: names,
        chunkFileNames: names,
        ...(common === undefined ? {} : { codeSplitting: { groups: [common] } }),
        // A library's ES output keeps its white space unless it is told otherwise.
        minify: true,
        comments: licencesOnly,
      },
    },
  },
});

/** One classic script under a name that never changes: the address in customers' pages. */
export const loader = (define: Record<string, string>, outDir: string): InlineConfig => ({
  ...shared,
  plugins: [polish],
  define: { ...browserOnly, ...define },
  build: {
    target: 'es2022',
    outDir,
    emptyOutDir: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: loaderEntry,
      output: { format: 'iife', entryFileNames: '[name].js', minify: true, comments: licencesOnly },
    },
  },
});
