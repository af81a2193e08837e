/** Builds scripts of the benchmarks as the product's own are built, without writing them. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { modules } from '../../vite.config.ts';

/**
 * @param path below this folder
 * @returns one ES module with all it needs while nothing fails
 * @throws {Error} if it would need another
 */
export async function bundle(path: string): Promise<string> {
  const entry = { [basename(path, '.ts')]: fileURLToPath(new URL(path, import.meta.url)) };
  const config = modules(entry, 'assets/[name]-[hash:6].js', '.cache/bench');
  const result = await build({ ...config, build: { ...config.build, write: false } });
  const outputs = [result].flat().flatMap((output) => ('output' in output ? output.output : []));
  // What is imported only when something fails has chunks of its own, which nobody asks for here.
  const entries = outputs.filter((output) => output.type === 'chunk' && output.isEntry);
  const [chunk] = entries;
  if (entries.length !== 1 || chunk?.type !== 'chunk') throw new Error('One entry is expected.');
  if (chunk.imports.length > 0) throw new Error(`${path} needs ${chunk.imports.join(', ')}.`);
  return chunk.code;
}
