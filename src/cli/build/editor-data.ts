/** Builds dist/editor: what editors and documentation tools know about our elements. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import {
  getVsCodeCssCustomData,
  getVsCodeHtmlCustomData,
} from 'custom-element-vs-code-integration';
import { inProject, projectRoot } from '../project.mjs';

type Manifest = Parameters<typeof getVsCodeHtmlCustomData>[0];

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
  const write = (name: string, content: string): void => writeFileSync(join(outDir, name), content);
  write('custom-elements.json', `${JSON.stringify(manifest, null, 2)}\n`);
  write('vscode.html-custom-data.json', getVsCodeHtmlCustomData(manifest, {}));
  write('vscode.css-custom-data.json', getVsCodeCssCustomData(manifest, {}));
  write('web-types.json', getWebTypesData(manifest, {}));
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
