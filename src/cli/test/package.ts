/** Checks on the package as somebody who installs it meets it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { inProject, projectRoot } from '../project.mjs';
import type { Execute } from './execute.ts';
import { fails, holds, outcomeOfFindings, sumOf, type Outcome } from './outcome.ts';

type Target = string | { readonly types?: string; readonly default?: string };
interface PackageJson {
  readonly name: string;
  readonly exports: Readonly<Record<string, Target>>;
}

/** Runs all of them; each is one check. */
export async function checkPackage(execute: Execute): Promise<Outcome> {
  const packageJson = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as PackageJson;
  const missing = missingFiles(packageJson);
  if (missing.length > 0) return outcomeOfFindings(missing);
  return sumOf([
    holds(),
    await checkPublint(),
    await checkImports(packageJson, execute),
    await checkTypes(packageJson, execute),
  ]);
}

const modulesOf = ({ name, exports }: PackageJson): string[] =>
  Object.entries(exports)
    .filter(([, target]) => typeof target !== 'string')
    .map(([path]) => `${name}${path.slice(1)}`);

function missingFiles({ exports }: PackageJson): string[] {
  return Object.entries(exports).flatMap(([path, target]) => {
    if (path.includes('*')) return [`${path}: exports are listed one by one`];
    const files = typeof target === 'string' ? [target] : [target.types, target.default];
    return files.flatMap((file) => {
      if (!file) return [`${path}: needs both types and default`];
      return existsSync(join(projectRoot, file)) ? [] : [`${path}: ${file} does not exist`];
    });
  });
}

async function checkPublint(): Promise<Outcome> {
  const { messages, pkg } = await publint({ pkgDir: projectRoot, level: 'warning', strict: true });
  return outcomeOfFindings(
    messages.map((message) => `publint: ${formatMessage(message, pkg) ?? message.code}`),
  );
}

/** These do something to a page as soon as they are loaded. */
const needsPage = (module: string): boolean => /\/(?:embed|register)$/.test(module);

/** All others load under plain Node, elements included: servers render pages too. */
async function checkImports(packageJson: PackageJson, execute: Execute): Promise<Outcome> {
  const modules = modulesOf(packageJson).filter((module) => !needsPage(module));
  const script = `
    for (const name of ${JSON.stringify(modules)}) {
      try { await import(name); }
      catch (error) { console.log(name + ': ' + error.message); process.exitCode = 1; }
    }`;
  const { exitCode, output } = await execute(['--input-type=module', '--eval', script]);
  return exitCode === 0 ? holds() : fails(`Not importable under Node:\n${output}`);
}

/** A customer's TypeScript sees types for each module, in both ways of resolving them. */
async function checkTypes(packageJson: PackageJson, execute: Execute): Promise<Outcome> {
  const folder = inProject('.cache', 'consumer');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = modulesOf(packageJson);
  writeFileSync(
    join(folder, 'consumer.mts'),
    names.map((name, i) => `import * as m${i} from '${name}';\nvoid m${i};\n`).join(''),
  );
  const outcomes: Outcome[] = [];
  for (const [module, moduleResolution] of [
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ]) {
    const path = join(folder, `tsconfig.${moduleResolution}.json`);
    writeFileSync(path, JSON.stringify(consumerConfig({ module, moduleResolution })));
    const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
    const { exitCode, output } = await execute([compiler, '-p', path]);
    outcomes.push(exitCode === 0 ? holds() : fails(`${moduleResolution}:\n${output}`));
  }
  return sumOf(outcomes);
}

const consumerConfig = (resolution: object): object => ({
  compilerOptions: {
    ...resolution,
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    strict: true,
    noEmit: true,
    // Our own declarations are checked too.
    skipLibCheck: false,
  },
  files: ['consumer.mts'],
});
