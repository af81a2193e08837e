/** Builds dist/editor: what editors and documentation tools know about our elements. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generateJetBrainsWebTypes } from 'custom-element-jet-brains-integration';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';
import { inProject, projectRoot } from '../project.mjs';

type Manifest = Parameters<typeof generateVsCodeCustomElementData>[0];

/**
 * Writes the custom-elements manifest and, made from it, VS Code's custom data and JetBrains'
 * web-types into `outDir`. The elements' class comments are the one source.
 *
 * @throws {Error} when the analyzer fails or finds no element
 */
export function buildEditorData(outDir: string): void {
  analyze(outDir);
  const path = join(outDir, 'custom-elements.json');
  const manifest = publishedPaths(readFileSync(path, 'utf8'));
  const elements = manifest.modules.flatMap((module) => module.declarations ?? []);
  if (!elements.some((element) => 'tagName' in element)) {
    throw new Error('The custom-elements manifest describes no element.');
  }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  generateVsCodeCustomElementData(manifest, {
    outdir: outDir,
    htmlFileName: 'vscode.html-custom-data.json',
    cssFileName: 'vscode.css-custom-data.json',
    hideLogs: true,
  });
  generateJetBrainsWebTypes(manifest, { outdir: outDir, packageJson: false, hideLogs: true });
}

function analyze(outDir: string): void {
  const analyzer = inProject('node_modules', '@custom-elements-manifest', 'analyzer', 'cem.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      analyzer,
      'analyze',
      ...['--config', 'custom-elements-manifest.config.mjs'],
      ...['--outdir', relative(projectRoot, outDir)],
      '--quiet',
    ],
    { cwd: projectRoot, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The elements cannot be analyzed.\n${stdout}${stderr}`);
}

/** The analyzer names sources; the package publishes what was compiled from them. */
const publishedPaths = (json: string): Manifest =>
  JSON.parse(
    json.replace(/"(\/?)src\/([^"]+)\.ts"/g, (_, slash: string, path: string) =>
      JSON.stringify(`${slash}dist/lib/${path}.js`),
    ),
  ) as Manifest;
