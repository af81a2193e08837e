/** Requests to the demo's servers that no browser would send, or that need none. */
import { request as send } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Code of an error of ours, if the answer is one. */
  readonly code: string | undefined;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks a server of the demo, past all browsers: nothing but the caller decides what it is told. */
export function ask(address: string, { method = 'GET', headers = {}, body }: Question = {}) {
  // Not every resolver knows names below localhost.
  const { port, host, pathname, search } = new URL(address);
  return new Promise<Answer>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: pathname + search };
    const question = send({ ...options, headers: { ...headers, host } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, text, code: codeIn(text) });
      });
    });
    question.on('error', reject);
    question.end(body);
  });
}

function codeIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: { code?: string } }).error?.code;
  } catch {
    return undefined;
  }
}
