import { describe, expect, it } from 'vitest';
import { parseSandboxCommand, usage } from './sandbox-options.ts';

describe('the command line of the sandbox', () => {
  it('has defaults for everything', () => {
    expect(parseSandboxCommand([])).toEqual({
      port: 4_500,
      json: false,
      data: null,
      host: '127.0.0.1',
      members: undefined,
      seed: undefined,
      limits: 'documented',
    });
  });

  it('takes all options, in both ways of writing them', () => {
    const given = '--port=0 --json --data d --host sandbox --members 200000 --seed 7 --limits=off';
    expect(parseSandboxCommand(given.split(' '))).toEqual({
      port: 0,
      json: true,
      data: 'd',
      host: 'sandbox',
      members: 200_000,
      seed: 7,
      limits: 'off',
    });
  });

  it('can be asked for help, which names every option', () => {
    expect(parseSandboxCommand(['--help'])).toBeNull();
    expect(parseSandboxCommand(['-h', '--json'])).toBeNull();
    for (const name of ['port', 'json', 'data', 'host', 'members', 'seed', 'limits', 'help']) {
      expect(usage).toContain(`--${name}`);
    }
  });

  it.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535.'],
    [['--port', '65536'], '--port must be'],
    [['--port', '-1'], '--port'],
    [['--members', '200001'], '--members must be a whole number from 0 to 200000.'],
    [['--members', '1e3'], '--members must be'],
    [['--seed', '0.5'], '--seed must be'],
    [['--limits', 'some'], '--limits must be documented or off.'],
    [['--host', 'a b'], '--host must be a host name'],
    [['--host', 'localhost:4500'], '--host must be a host name'],
    [['--data', ''], '--data must name a folder.'],
    [['--nothing'], "Unknown option '--nothing'"],
    [['stray'], 'stray'],
  ])('refuses %o with a sentence', (argumentList, message) => {
    expect(() => parseSandboxCommand(argumentList)).toThrow(message);
    expect(() => parseSandboxCommand(argumentList)).toThrow(TypeError);
  });
});
