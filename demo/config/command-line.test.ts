import { describe, expect, it } from 'vitest';
import { addressesFrom } from './addresses.ts';
import { parseCommandLine } from './command-line.ts';

describe('the command line of the demo', () => {
  it('has defaults for everything', () => {
    expect(parseCommandLine([])).toEqual({ json: false, firstPort: 4400 });
  });

  it('takes a first port, in either form', () => {
    expect(parseCommandLine(['--json', '--port', '5000'])).toEqual({ json: true, firstPort: 5000 });
    expect(parseCommandLine(['--port=65532'])).toEqual({ json: false, firstPort: 65532 });
  });

  it.each(['0', '65533', '-1', '80.5', '1e3', 'http', ''])('refuses port %j', (port) => {
    expect(() => parseCommandLine([`--port=${port}`])).toThrow(/from 1 to 65532/);
  });

  it.each([['--prot', '1'], ['--port'], ['extra']])('refuses %j', (...argumentList) => {
    expect(() => parseCommandLine(argumentList)).toThrow(TypeError);
  });

  it('helps', () => {
    expect(parseCommandLine(['-h'])).toBeNull();
  });
});

describe('addresses of the demo', () => {
  it('are five origins on four sites', () => {
    const { origins } = addressesFrom(80);
    expect(origins).toEqual({
      ats: 'http://ats.localhost',
      backend: 'http://partner.localhost:81',
      plugin: 'http://plugin.partner.localhost:81',
      sandbox: 'http://linkedin.localhost:82',
      harness: 'http://harness.localhost:83',
    });
  });
});
