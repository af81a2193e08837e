/** The ATS, with an end to each call: one that hangs must not hold a customer's exports up for ever. */
import type { AtsSink } from './ports.ts';

/** The lane of a customer is leased for longer than all calls of an export together may take. */
const defaultTimeoutMs = 20_000;

class SinkOverdue extends Error {
  override readonly name = 'SinkOverdue';
  readonly code = 'sink_overdue';
}

export function timedSink(sink: AtsSink, timeoutMs = defaultTimeoutMs): AtsSink {
  async function inTime<T>(call: () => T | Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new SinkOverdue('the ATS did not answer in time'));
      }, timeoutMs);
    });
    try {
      return await Promise.race([call(), end]);
    } finally {
      clearTimeout(timer);
    }
  }

  const { evaluated, lost } = sink;
  return {
    find: (...input) => inTime(() => sink.find(...input)),
    candidate: (...input) => inTime(() => sink.candidate(...input)),
    create: (...input) => inTime(() => sink.create(...input)),
    merge: (...input) => inTime(() => sink.merge(...input)),
    link: (...input) => inTime(() => sink.link(...input)),
    undo: (...input) => inTime(() => sink.undo(...input)),
    job: (...input) => inTime(() => sink.job(...input)),
    user: (...input) => inTime(() => sink.user(...input)),
    record: (...input) => inTime(() => sink.record(...input)),
    ...(evaluated === undefined
      ? {}
      : { evaluated: (...input) => inTime(() => evaluated.call(sink, ...input)) }),
    ...(lost === undefined ? {} : { lost: (...input) => inTime(() => lost.call(sink, ...input)) }),
  };
}
