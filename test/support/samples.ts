/** Requests in the forms of LinkedIn's own samples [postman], step by step. */
import { expect } from 'vitest';
import { context as org, type CallOptions, type Json, type SandboxApi } from './sandbox-api.ts';

export interface Step {
  readonly name: string;
  readonly method: string;
  /** Made when it is sent, since it may hold what earlier answers told. */
  readonly path: () => string;
  readonly options?: CallOptions;
  readonly check?: (body: Json) => void;
}

export const jsonType = { 'content-type': 'application/json' };
export const restli = (method: string) => ({ ...jsonType, 'x-restli-method': method });

/** A key as it stands raw in bodies and paths, and spread in queries. */
export const key = (first: string): string => `${first}&dataProvider=ATS&integrationContext=${org}`;
export const ids = (first: string): string =>
  `ids[0].${first}&ids[0].dataProvider=ATS&ids[0].integrationContext=${org}`;

export const integrationKey = (type: string, context = org): string =>
  `integrationContext=${context}&integrationType=${type}&tenantType=RECRUITER&dataProvider=ATS`;
export const integrationIds = (type: string, context = org, index = 0): string =>
  integrationKey(type, context)
    .split('&')
    .map((part) => `ids[${String(index)}].${part}`)
    .join('&');

/** Every entity of the batch went well, or none is there. */
export function succeeded(body: Json): void {
  expect(body).toMatchObject({ errors: {} });
  expect(Object.values(body['statuses'] ?? {})).not.toEqual([]);
}
export function gone(body: Json): void {
  expect(new Set(Object.values(body['statuses'] ?? {}))).toEqual(new Set([404]));
}

/** Sends a step and expects that nothing is refused. */
export async function take(api: SandboxApi, step: Step): Promise<void> {
  const { status, body } = await api.call(step.method, step.path(), step.options);
  expect({ status, body }).toMatchObject({
    status: expect.toSatisfy((code: number) => code >= 200 && code < 300) as number,
  });
  step.check?.(body);
}
