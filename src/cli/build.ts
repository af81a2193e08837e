/**
 * The build: the browser bundle in dist/browser, the library in dist/lib, and descriptions of the
 * elements for editors in dist. Each part is made beside the old one and put in its place when it
 * is complete, so that a running demo never meets half a build.
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { buildBrowser } from './build/browser.ts';
import { buildEditorData } from './build/editor-data.ts';
import { buildLibrary } from './build/library.ts';
import { fingerprint, markBuilt } from './fingerprint.mjs';
import { inProject, say } from './project.mjs';

const parts = {
  'dist/browser': buildBrowser,
  'dist/lib': buildLibrary,
  'dist/editor': buildEditorData,
};

const inputs = fingerprint();
mkdirSync(inProject('dist'), { recursive: true });
for (const [path, build] of Object.entries(parts)) {
  await makePart(path, build).catch((error: unknown) => {
    say(`${path} cannot be built: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  });
}
markBuilt(inputs);

async function makePart(path: string, build: (draft: string) => Promise<void> | void) {
  const startedAt = performance.now();
  const target = inProject(path);
  const draft = `${target}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  await build(draft);
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
  say(`  ${path} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}
