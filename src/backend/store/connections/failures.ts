/** What databases and their drivers throw, in words of ours and without theirs. */
import { StoreError, type StoreErrorCode, type StoreErrorDetails } from '../errors.ts';

/** SQLSTATE, or its class (two characters), to our code and what happened. */
const sqlStates: Readonly<Record<string, readonly [StoreErrorCode, string]>> = {
  '08': ['store_unreachable', 'The connection to the database was lost'],
  '28': ['store_refused', 'The database refuses the user'],
  '3D': ['store_refused', 'The database of DATABASE_URL does not exist'],
  '42501': ['store_refused', 'The database user lacks a right'],
  '40': ['store_busy', 'Two changes came in each other’s way'],
  '55P03': ['store_busy', 'A lock was not free in time'],
  '57014': ['store_busy', 'A statement took too long'],
  '53300': ['store_unreachable', 'The database has no connection left'],
  '57P': ['store_unreachable', 'The database is being shut down or started'],
  '25P03': ['store_busy', 'A transaction stood still for too long'],
  '23503': ['store_not_found', 'What this belongs to is not there'],
  '25006': ['store_read_only', 'The database takes no changes'],
  '53': ['store_full', 'The database has no room left'],
  '58030': ['store_full', 'The database cannot write to its disk'],
};

/** Codes of Node's own, and of pg where there is no SQLSTATE. */
const networkCodes = /^(?:E[A-Z_]+|ERR_[A-Z_]+|CERT_[A-Z_]+|[A-Z_]*CERT[A-Z_]*)$/;
const networkMessages = /timeout|terminat|closed|not queryable|Connection|SSL/i;

/** Turns whatever was thrown into an error that holds nothing of rows, parameters and addresses. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const found = innermost(error);
  const code = textOf(found['code']);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code)) {
    const constraint = textOf(found['constraint']);
    const details: StoreErrorDetails = {
      sqlState: code,
      ...(constraint === undefined ? {} : { constraint }),
    };
    if (code === '23505') return conflict(details);
    const known = sqlStates[code] ?? sqlStates[code.slice(0, 3)] ?? sqlStates[code.slice(0, 2)];
    const [ours, what] = known ?? ['store_failed', `The database refused a statement (${code})`];
    return new StoreError(ours, what, details);
  }
  const message = textOf(found['message']) ?? '';
  if ((code !== undefined && networkCodes.test(code)) || networkMessages.test(message)) {
    return new StoreError(
      'store_unreachable',
      `The database does not answer${code === undefined ? '' : ` (${code})`}`,
    );
  }
  return new StoreError('store_failed', 'The store failed in a way nobody foresaw');
}

const conflict = (details: StoreErrorDetails): StoreError => {
  const field = (details.constraint === undefined ? undefined : fields[details.constraint]) ?? 'id';
  return new StoreError('store_conflict', `This ${field} is taken`, { ...details, field });
};

/** Field that a unique constraint is about, in the words of our own interfaces. */
const fields: Readonly<Record<string, string>> = {
  tenants_pkey: 'id',
  tenants_foreign_id_key: 'uniqueForeignId',
  tenant_names_pkey: 'id or clientId',
  tenant_origins_pkey: 'origin',
  tenant_keys_pkey: 'kid',
  linkedin_applications_client_id_key: 'clientId',
  linkedin_applications_urn_key: 'developerApplicationUrn',
  tenant_contexts_pkey: 'integration context',
};

/** Drizzle wraps what the driver threw, and `AggregateError`s hold one for each address tried. */
function innermost(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (typeof error !== 'object' || error === null) return {};
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const inner = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  return inner === undefined || depth > 4
    ? (error as Record<string, unknown>)
    : innermost(inner, depth + 1);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
