/** Byte budgets of the browser build: what each page or frame has to load, compressed. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { assetManifest } from '../protocol/manifest.ts';
import { inProject } from './project.mjs';
import { fails, holds, type Outcome } from './test/outcome.ts';

export interface Load {
  readonly name: string;
  /** Files below dist/browser. */
  readonly files: readonly string[];
  /** What a document carries inline besides. */
  readonly inline?: string;
  /** At most so many bytes in brotli; without one the row only informs. */
  readonly maxBytes?: number;
}

export interface Weighed extends Load {
  readonly bytes: number;
  readonly brotliBytes: number;
}

/** A kilobyte of the budgets, in bytes. */
const kB = 1_000;
const browserDir = (): string => inProject('dist', 'browser');

/** What is loaded when, from the files of the build themselves. */
export function loads(): Weighed[] {
  const manifest = assetManifest.parse(
    JSON.parse(readFileSync(join(browserDir(), 'manifest.json'), 'utf8')),
  );
  const frame = (name: string, widget: keyof typeof manifest.frames): Load => {
    const { script, imports, css, html } = manifest.frames[widget];
    const files = [script, ...imports];
    return { name: `frame, ${name}`, files, inline: css + html, maxBytes: 40 * kB };
  };
  const hostPage = (...chunks: string[]): string[] => [
    ...new Set(['embed.js', ...chunks.flatMap((name) => withImports(hostChunk(name)))]),
  ];
  const rows: Load[] = [
    { name: 'loader', files: ['embed.js'], maxBytes: 3 * kB },
    { name: 'host page, profile widget', files: hostPage('profile-widget'), maxBytes: 8 * kB },
    { name: 'host page, indicators', files: hostPage('in-ats-indicator'), maxBytes: 8 * kB },
    { name: 'host page, settings', files: hostPage('integration-settings'), maxBytes: 8 * kB },
    { name: 'host page, exports', files: hostPage('export-panel'), maxBytes: 8 * kB },
    { name: 'host page, activities', files: hostPage('activity'), maxBytes: 8 * kB },
    {
      name: 'host page, rediscovered',
      files: hostPage('rediscovered-candidates'),
      maxBytes: 8 * kB,
    },
    { name: "host page, LinkedIn's markup", files: hostPage('in-tags', 'profile-widget') },
    frame('profile widget', 'profile-widget'),
    frame('indicators', 'in-ats-indicator'),
    frame('settings', 'integration-settings'),
    frame('exports', 'export-panel'),
    frame('activities', 'activity'),
    frame('rediscovered', 'rediscovered-candidates'),
    {
      name: "LinkedIn's document, ours of it",
      files: [manifest.plugin.script, ...manifest.plugin.imports],
      inline: manifest.plugin.css + manifest.plugin.html,
    },
  ];
  return rows.map(weigh);
}

/** Prints the table; fails when a row is over its budget. */
export function checkBudgets(): Outcome {
  if (!existsSync(join(browserDir(), 'manifest.json'))) return fails('There is no build to weigh.');
  const rows = loads();
  const table = budgetTable(rows);
  return rows.some(isOver) ? fails(table) : holds(table);
}

const isOver = (row: Weighed): boolean =>
  row.maxBytes !== undefined && row.brotliBytes > row.maxBytes;

/** Whole bytes, one line a row. */
export function budgetTable(rows: readonly Weighed[]): string {
  const number = (value: number | undefined): string =>
    value === undefined ? '' : value.toLocaleString('en-US');
  const line = (cells: readonly string[]): string =>
    cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(9))).join(' ');
  return [
    line(['loaded', 'files', 'bytes', 'brotli', 'budget', '']),
    ...rows.map((row) =>
      line([
        row.name,
        number(row.files.length),
        number(row.bytes),
        number(row.brotliBytes),
        number(row.maxBytes),
        isOver(row) ? 'OVER' : '',
      ]),
    ),
  ].join('\n');
}

function weigh(load: Load): Weighed {
  const files = load.files.map((path) => ({
    bytes: readFileSync(join(browserDir(), path)).length,
    brotliBytes: readFileSync(join(browserDir(), `${path}.br`)).length,
  }));
  if (load.inline !== undefined) {
    files.push({
      bytes: Buffer.byteLength(load.inline),
      brotliBytes: brotliCompressSync(load.inline).length,
    });
  }
  const sum = (key: 'bytes' | 'brotliBytes'): number =>
    files.reduce((total, file) => total + file[key], 0);
  return { ...load, bytes: sum('bytes'), brotliBytes: sum('brotliBytes') };
}

/** The file that the loader fetches for a name, as the loader itself has it. */
function hostChunk(name: string): string {
  const source = readFileSync(join(browserDir(), 'embed.js'), 'utf8');
  const folder = hostFolderIn(source);
  if (!existsSync(join(browserDir(), folder, `${name}.js`))) {
    throw new Error(`There is no chunk for ${name}.`);
  }
  return `${folder}${name}.js`;
}

/** Where the loader finds the host's chunks. */
export function hostFolderIn(loader: string): string {
  const [folder] = /assets\/[\w-]+\//.exec(loader) ?? [];
  if (!folder) throw new Error('The loader knows no folder of chunks.');
  return folder;
}

/** A chunk and all that it imports before it runs. */
export function withImports(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const source = readFileSync(join(browserDir(), path), 'utf8');
  const imports = [...source.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)];
  return [
    path,
    ...imports.flatMap(([, name = '']) => withImports(posix.join(dirname(path), name), seen)),
  ];
}
