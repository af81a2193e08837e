/**
 * Resources kept by key, as LinkedIn takes them: PUT (batch_update), GET (batch_get), POST
 * (batch_partial_update) and DELETE with keys in the query, and the same for a single record with
 * its key in the path, as Rest.li has it. A batch is answered with a status for each entity: one
 * that fails does not keep others from being stored.
 */
import { BatchAnswer } from '../batch-answer.ts';
import { readJson } from '../body.ts';
import {
  countRecords,
  noContent,
  ok,
  restliMethod,
  type Answer,
  type Call,
  type Handler,
} from '../call.ts';
import { ApiRefusal, malformed, notFound, serviceErrors } from '../envelope.ts';
import { projectionOf } from '../projection.ts';
import { identifyCompound, identifyPlain, matchEntities, readEntities } from './bodies.ts';
import type { Names } from './names.ts';
import { deleteEntity, patchEntity, putEntity, readEntity, type Outcome } from './operations.ts';
import { readKey, readTarget, readTargets, usualKey, type Target } from './targets.ts';

type Verb = 'get' | 'update' | 'partial_update' | 'delete';
type Methods = Readonly<Record<string, readonly Verb[]>>;

/** What a resource can do: ACLs have nothing to change, of job requisitions only deletion is named. */
function methodsOf({ name, fields }: Names): Methods {
  if (name === 'jobRequisitions' || name === 'jobRequisitionStages') return { DELETE: ['delete'] };
  const all = { GET: ['get'], PUT: ['update'], DELETE: ['delete'] } as const;
  return fields.size === 0 ? all : { ...all, POST: ['partial_update'] };
}

/** @param find answers finders (`q=…`), where the resource has any */
export function entityHandler(names: Names, find: Handler | null): Handler {
  const methods = methodsOf(names);
  const batchMethods: Readonly<Record<string, readonly `batch_${Verb}`[]>> = Object.fromEntries(
    Object.entries(methods).map(([http, verbs]) => [
      http,
      verbs.map((verb) => `batch_${verb}` as const),
    ]),
  );
  const depth = names.form.sub === undefined ? 0 : 2;

  return (call) => {
    if (call.segments.length > depth) return single(call, names, restliMethod(call, methods));
    if (call.request.method === 'GET' && call.parameters.has('q')) {
      if (find === null) throw malformed('q: there is no finder here');
      restliMethod(call, { GET: ['finder'] });
      return find(call);
    }
    return batch(call, names, restliMethod(call, batchMethods));
  };
}

async function batch(call: Call, names: Names, method: `batch_${Verb}`): Promise<Answer> {
  const targets = readTargets(call, names);
  countRecords(call, targets.length);
  const answer = new BatchAnswer();
  const report = ({ text }: Target, { status, message }: Outcome): void => {
    answer.outcome(text, status, message);
  };
  switch (method) {
    case 'batch_get': {
      const project = projectionOf(call.parameters);
      for (const target of targets) {
        const entity = readEntity(call, names, target);
        if (entity === null) answer.outcome(target.text, 404, 'There is no such record');
        else answer.entity(target.text, project(entity));
      }
      break;
    }
    case 'batch_delete':
      for (const target of targets) report(target, deleteEntity(call, names, target));
      break;
    default: {
      const entities = await entitiesOf(call, names, targets, answer);
      const operate = method === 'batch_update' ? putEntity : patchEntity;
      targets.forEach((target, index) => {
        report(target, operate(call, names, target, entities[index]));
      });
    }
  }
  return answer.answer();
}

/** The body's entities, in the order of the targets. */
async function entitiesOf(
  call: Call,
  names: Names,
  targets: readonly Target[],
  answer: BatchAnswer,
): Promise<unknown[]> {
  const entities = await readEntities(call.request);
  if (names.form.sub !== undefined) {
    const keys = targets.map(({ text }) => ({ text, identity: text }));
    return matchEntities(answer, keys, entities, identifyPlain);
  }
  const identityOf = (key: Target['key']): string => JSON.stringify(key);
  const keys = targets.map(({ text, key }) => ({ text, identity: identityOf(key) }));
  const raw = new Map(targets.map(({ key }) => [rawText(key), identityOf(key)]));
  return matchEntities(answer, keys, entities, (text) =>
    identifyCompound(text, raw, (key) => identityOf(usualKey(names, readKey(names, key)))),
  );
}

/** The parts of a key as samples write them: raw. */
const rawText = (key: Target['key']): string =>
  Object.entries(key)
    .map(([name, value]: [string, string]) => `${name}=${value}`)
    .join('&');

async function single(call: Call, names: Names, verb: Verb): Promise<Answer> {
  const [, sub = names.form.sub] = call.segments;
  const isDeeper = call.segments.length > (names.form.sub === undefined ? 1 : 3);
  if (sub !== names.form.sub || isDeeper) throw notFound('There is no such resource here');
  const target = readTarget(call, names);
  countRecords(call, 1);
  if (verb === 'get') {
    const entity = readEntity(call, names, target);
    if (entity === null) throw notFound('There is no such record');
    return ok(projectionOf(call.parameters)(entity));
  }
  const body = verb === 'delete' ? undefined : await readJson(call.request);
  const { status, message } =
    verb === 'delete'
      ? deleteEntity(call, names, target)
      : verb === 'update'
        ? putEntity(call, names, target, body)
        : patchEntity(call, names, target, body);
  if (message !== undefined) throw new ApiRefusal(status, serviceErrors.malformed, message);
  return status === 201 ? { status, body: undefined } : noContent;
}
