import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../logging.ts';
import { asStoreError } from './connections/failures.ts';
import { StoreError, storeErrorTable } from './errors.ts';

const docs = readFileSync(new URL('../../../docs/store.md', import.meta.url), 'utf8');

describe('StoreError', () => {
  it('is explained in docs/store.md, each code and no other', () => {
    const rows = docs.matchAll(/^\| `(store_[a-z_]+)` +\| [^|]{10,}\|$/gm);
    expect([...rows].map(([, code]) => code)).toEqual(Object.keys(storeErrorTable));
  });

  it('is logged with its code and without its message', () => {
    const error = new StoreError('store_locked', 'The store in /home/canary is in use');
    const failure = failureOf(error);
    expect(failure.error).toBe('StoreError store_locked');
    expect(JSON.stringify(failure)).not.toContain('canary');
  });

  it('says what happened and what to do', () => {
    const error = new StoreError('store_closed', 'The store has been closed');
    expect(error.message).toBe(`The store has been closed. ${error.help}`);
    expect(error.retryable).toBe(false);
    for (const { help } of Object.values(storeErrorTable)) expect(help).toMatch(/^[A-Z].*\.$/);
  });
});

describe('asStoreError', () => {
  const database = (code: string, rest: object = {}) =>
    Object.assign(new Error('message-canary'), { code, detail: 'Key (id)=(canary)', ...rest });
  /** As drizzle wraps what a driver throws. */
  const wrapped = (cause: unknown) =>
    Object.assign(new Error('Failed query: select canary\nparams: canary', { cause }), {
      query: 'select canary',
      params: ['canary'],
    });

  it.each([
    ['08006', 'store_unreachable'],
    ['57P01', 'store_unreachable'],
    ['57P03', 'store_unreachable'],
    ['53300', 'store_unreachable'],
    ['ECONNREFUSED', 'store_unreachable'],
    ['ENOTFOUND', 'store_unreachable'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'store_unreachable'],
    ['28P01', 'store_refused'],
    ['3D000', 'store_refused'],
    ['42501', 'store_refused'],
    ['40001', 'store_busy'],
    ['40P01', 'store_busy'],
    ['55P03', 'store_busy'],
    ['57014', 'store_busy'],
    ['25006', 'store_read_only'],
    ['53100', 'store_full'],
    ['23503', 'store_not_found'],
    ['23505', 'store_conflict'],
    ['22P02', 'store_failed'],
    ['XX000', 'store_failed'],
  ])('turns %s into %s and keeps nothing of the message', (code, ours) => {
    for (const thrown of [
      database(code),
      wrapped(database(code)),
      wrapped(wrapped(database(code))),
    ]) {
      const error = asStoreError(thrown);
      expect(error.code).toBe(ours);
      expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('canary');
    }
  });

  it.each([
    new Error('Connection terminated unexpectedly (canary)'),
    new Error('timeout exceeded when trying to connect (canary)'),
    new AggregateError([database('ECONNREFUSED'), database('ECONNREFUSED')]),
  ])('knows a connection that is gone by its message, too', (thrown) => {
    expect(asStoreError(wrapped(thrown))).toMatchObject({ code: 'store_unreachable' });
  });

  it('names the field that a constraint is about', () => {
    const error = asStoreError(
      wrapped(database('23505', { constraint: 'linkedin_applications_client_id_key' })),
    );
    expect(error.details).toEqual({
      sqlState: '23505',
      constraint: 'linkedin_applications_client_id_key',
      field: 'clientId',
    });
    expect(error.message).toContain('This clientId is taken.');
  });

  it('takes anything', () => {
    for (const thrown of [undefined, null, 'canary', 7, {}, new Error('canary')]) {
      expect(asStoreError(thrown)).toMatchObject({ code: 'store_failed' });
      expect(asStoreError(thrown).message).not.toContain('canary');
    }
    const own = new StoreError('store_closed', 'x');
    expect(asStoreError(own)).toBe(own);
  });
});
