/** Ties the queue of status questions to a session and to the host's messages. */
import { errorTable, RscError, type ErrorCode } from '../../protocol/errors.ts';
import { statusesAnswer } from '../../protocol/routes.ts';
import type { ElementState } from '../../protocol/states.ts';
import type { ConnectSession } from '../session.ts';
import { createStatusQueue } from './status-queue.ts';

/**
 * Starts the broker of a page's indicators.
 *
 * @throws RscError when it cannot connect to its host
 */
export async function startBroker(connect: ConnectSession): Promise<void> {
  let told = '';
  const tell = (state: ElementState, code?: ErrorCode): void => {
    const text = `${state} ${code ?? ''}`;
    if (text === told) return;
    told = text;
    session.send({ t: 'state', state, ...(code === undefined ? {} : { code }) });
  };

  const session = connect({
    onSettings: () => undefined,
    onState: (state, code) => {
      // A renewal behind answers that go on flowing is no news.
      if (state !== 'authorizing' || !told.startsWith('ready')) tell(state, code);
    },
    onMessage: (message) => {
      if (message.t === 'want') queue.want(message.ids);
    },
    onWipe: (reason) => {
      if (reason === 'viewer_changed') {
        // The page forgets what the last person saw; the next answers are this one's.
        tell('idle');
        queue.restart();
      } else if (reason === 'revoked') {
        tell('revoked', 'revoked');
        queue.end(new RscError('revoked', 'the session was revoked'));
      } else if (reason === 'bye') queue.end();
    },
  });

  const queue = createStatusQueue({
    fetchStatuses: (ids) => session.call(statusesAnswer, 'POST', '/candidates/statuses', { ids }),
    send: (message) => {
      session.send(message);
    },
    onOutcome: (error) => {
      if (error === null) tell('ready');
      else tell(errorTable[error.code].state, error.code);
    },
  });

  await session.start();
}
