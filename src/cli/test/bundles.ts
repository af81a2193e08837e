/** Checks on the browser build as it is served: what must not be in which file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { assetManifest } from '../../protocol/manifest.ts';
import { hostFolderIn, withImports } from '../budgets.ts';
import { inProject } from '../project.mjs';
import { fails, outcomeOfFindings, sumOf, type Outcome } from './outcome.ts';

export type Forbidden = Record<string, RegExp>;

/** A host page may forbid all of these by its policies; Lit and zod are too heavy besides. */
export const inHostPages: Forbidden = {
  'HTML from text': /\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|setHTMLUnsafe)\b/,
  'document.write': /\bdocument\.write/,
  'a style element': /createElement\((["'`])style\1|<style/i,
  'a style attribute': /setAttribute\((["'`])style\1|cssText/,
  Lit: /lit-html|lit-element|litHtmlVersions|\blit\$/,
  zod: /\bzod\b|\$Zod|_zod\b/i,
  'storage of the host page': /\b(?:localStorage|sessionStorage|indexedDB|document\.cookie)\b/,
};

/** No browser gets any of these, wherever it runs. */
export const inBrowsers: Forbidden = {
  'code from text': /\beval\(|\bnew Function\b/,
  "Node's modules": /(?:from|import\()\s*["']node:/,
  'server secrets': /clientSecret|client_secret|tokenSecret/,
  'server code': /accessToken\?|oauth\/v2|createServer|process\.env|\bBuffer\.from\b/,
  'a wildcard target': /postMessage\([^()]*,\s*["'`]\*["'`]/,
  'a source map': /sourceMappingURL/,
};

/** Looks into each file of dist/browser; one check a rule set. */
export function checkBundles(): Outcome {
  if (!existsSync(inProject('dist', 'browser', 'manifest.json')))
    return fails('There is no build.');
  const read = (path: string): string => readFileSync(inProject('dist', 'browser', path), 'utf8');
  const { integrity } = assetManifest.parse(JSON.parse(read('manifest.json')));
  const all = Object.keys(integrity);
  const loader = read('embed.js');
  const host = ['embed.js', ...chunkPathsIn(loader).flatMap((path) => withImports(path))];
  return sumOf([
    outcomeOfFindings(findings([...new Set(host)], inHostPages, read)),
    outcomeOfFindings(findings(all, inBrowsers, read)),
    outcomeOfFindings(classicScriptFindings(loader)),
    outcomeOfFindings(all.filter((path) => !existsCompressed(path)).map((p) => `${p}: no .br`)),
  ]);
}

const chunkPathsIn = (loader: string): string[] => {
  const folder = hostFolderIn(loader);
  return readdirSync(inProject('dist', 'browser', folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => folder + name);
};

function findings(
  paths: readonly string[],
  forbidden: Forbidden,
  read: (path: string) => string,
): string[] {
  return paths.flatMap((path) =>
    forbiddenIn(read(path), forbidden).map((finding) => `${path} holds ${finding}`),
  );
}

/** What of the forbidden is in a script, with its surroundings. */
export const forbiddenIn = (code: string, forbidden: Forbidden): string[] =>
  Object.entries(forbidden).flatMap(([what, pattern]) => {
    const found = pattern.exec(code);
    return found ? [`${what}: ${around(found)}`] : [];
  });

const around = (found: RegExpExecArray): string =>
  `…${found.input.slice(Math.max(0, found.index - 30), found.index + 50).replace(/\s+/g, ' ')}…`;

/** The loader has to run as a classic script too, where `import` and `export` do not parse. */
export function classicScriptFindings(loader: string): string[] {
  try {
    new Script(loader, { filename: 'embed.js' });
    return [];
  } catch (error) {
    return [`embed.js is no classic script: ${String(error)}`];
  }
}

function existsCompressed(path: string): boolean {
  try {
    return readFileSync(join(inProject('dist', 'browser'), `${path}.br`)).length > 0;
  } catch {
    return false;
  }
}
