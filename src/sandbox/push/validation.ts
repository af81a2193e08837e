/**
 * The challenge by which LinkedIn makes sure that an address is the application's own [doc]:
 * `GET {url}?challengeCode={uuid}&applicationId={id}`, to be answered within three seconds.
 */
import type { DeveloperApplication } from '../state/applications.ts';
import type { ValidationOutcome } from '../state/callbacks.ts';
import type { Reply, Sender } from './send.ts';
import { challengeResponseOf } from './signature.ts';

export interface ValidationResult {
  readonly outcome: ValidationOutcome;
  /** Null if there was no answer. */
  readonly status: number | null;
}

/**
 * Sends a challenge and judges the answer.
 * @param timeoutMs until the whole answer is there
 */
export async function challenge(
  sender: Sender,
  url: string,
  application: Pick<DeveloperApplication, 'urn' | 'clientSecret'>,
  timeoutMs: number,
): Promise<ValidationResult> {
  if (!URL.canParse(url)) return { outcome: 'not_allowed', status: null };
  const challengeCode = crypto.randomUUID();
  const address = new URL(url);
  address.searchParams.set('challengeCode', challengeCode);
  // Says whose secret to use, where a partner has many applications [doc]. That it is the number
  // at the end of the application's URN is not documented [unknown].
  address.searchParams.set(
    'applicationId',
    application.urn.slice(application.urn.lastIndexOf(':') + 1),
  );
  const reply = await sender.send({
    method: 'GET',
    url: address.href,
    headers: { accept: 'application/json' },
    timeoutMs,
    read: true,
  });
  const status = reply.kind === 'answered' ? reply.status : null;
  const expected = challengeResponseOf(challengeCode, application.clientSecret);
  return { outcome: judge(reply, challengeCode, expected), status };
}

function judge(reply: Reply, challengeCode: string, expected: string): ValidationOutcome {
  if (reply.kind !== 'answered') return reply.kind;
  const { status, contentType, body } = reply;
  if (status >= 300 && status < 400) return 'redirected';
  if (status !== 200) return 'bad_status';
  if (!/^application\/json\s*(?:;|$)/i.test(contentType)) return 'bad_type';
  const answer = parse(body);
  if (answer?.['challengeCode'] !== challengeCode) return 'bad_body';
  return answer['challengeResponse'] === expected ? 'passed' : 'bad_response';
}

function parse(body: Uint8Array | null): Readonly<Record<string, unknown>> | null {
  if (body === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
