/** What exports are known by: ids that follow from what LinkedIn sent, so that twice is once. */
import { createHash } from 'node:crypto';
import type { ExportKind } from './export-rows.ts';

const hashOf = (...parts: readonly string[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/** @param position of the member among those of one request */
export const exportIdOf = (
  tenantId: string,
  kind: ExportKind,
  requestId: string,
  position: number,
): string => hashOf(tenantId, kind, requestId, String(position)).toString('base64url').slice(0, 32);

/** What tells that two exports of a customer are one person. */
export const memberHashOf = (tenantId: string, personUrn: string): Uint8Array =>
  new Uint8Array(hashOf('member', tenantId, personUrn));

/** Calendar month in UTC, as the seats' limit is counted [inferred]. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
