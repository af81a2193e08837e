/** Builds scripts of the benchmarks as the product's own are built, without writing them. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { modules } from '../../vite.config.ts';

/**
 * @param path below this folder
 * @returns one ES module with all it imports
 */
export async function bundle(path: string): Promise<string> {
  const entry = { [basename(path, '.ts')]: fileURLToPath(new URL(path, import.meta.url)) };
  const config = modules(entry, '', '.cache/bench');
  const result = await build({ ...config, build: { ...config.build, write: false } });
  const outputs = [result].flat().flatMap((output) => ('output' in output ? output.output : []));
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk?.type !== 'chunk') throw new Error('One chunk is expected.');
  return chunk.code;
}
