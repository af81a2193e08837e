import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../project.mjs';

const inHost = 'src/elements/element.ts';
const inServer = 'src/handshake/backend.ts';
const inTest = 'src/cli/test/outcome.test.ts';
const anywhere = 'src/protocol/errors.ts';

let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint({ cwd: projectRoot });
});

async function rulesBroken(path: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: `${projectRoot}/${path}` });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

describe('lint', () => {
  it.each([
    ['HTML from text in host pages', inHost, 'document.body.innerHTML = location.hash;'],
    ['style elements in host pages', inHost, "document.createElement('style');"],
    ['style attributes in host pages', inHost, "document.body.setAttribute('style', 'top: 0');"],
    ['messages to anybody', anywhere, "window.postMessage({}, '*');"],
    ['messages to anybody, by option', anywhere, "window.postMessage(1, { targetOrigin: '*' });"],
    ['default exports', anywhere, 'export default 1;'],
    ['tests that leave others out', inTest, "it.only('x', () => expect(1).toBe(1));"],
    ['tests that are left out', inTest, "it.skip('x', () => expect(1).toBe(1));"],
    ['test bodies that never run', inTest, "it('x', () => () => expect(1).toBe(1));"],
    ['test bodies that never run, longer', inTest, "it('x', () => { return () => 1; });"],
  ])('forbids %s', { timeout: 60_000 }, async (_what, path, code) => {
    expect(await rulesBroken(path, code)).toContain('no-restricted-syntax');
  });

  it.each([
    ['the DOM on servers', inServer, 'document.title;', 'no-restricted-globals'],
    ['Node in host pages', inHost, 'process.exit();', 'no-restricted-globals'],
    [
      'promises that nobody waits for',
      anywhere,
      'fetch("/");',
      '@typescript-eslint/no-floating-promises',
    ],
    ['any', anywhere, 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
  ])('forbids %s', { timeout: 60_000 }, async (_what, path, code, rule) => {
    expect(await rulesBroken(path, code)).toContain(rule);
  });

  it('lets strings of pages on servers be', { timeout: 60_000 }, async () => {
    const code = 'export const page = "<script>document.title = window.name</script>";';
    expect(await rulesBroken(inServer, code)).toEqual([]);
  });
});
