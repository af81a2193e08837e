/** Builds dist/lib: each source file as a module with its types, for servers and bundlers. */
import { spawnSync } from 'node:child_process';
import { inProject } from '../project.mjs';

/**
 * Emits the library into `outDir`.
 *
 * @throws {Error} with the compiler's findings
 */
export function buildLibrary(outDir: string): void {
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const args = [compiler, '-p', inProject('tsconfig.build.json'), '--outDir', outDir];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The library does not compile.\n${stdout}${stderr}`);
}
