/** Frames of pages that came back from the back/forward cache; Playwright has lost sight of them. */
import type { Browser } from 'playwright-core';

/**
 * Evaluates an expression in the one frame with a process of its own whose address fits.
 * @returns undefined while there is no such frame
 */
export async function inTarget<T>(
  browser: Browser,
  address: string,
  expression: string,
): Promise<T | undefined> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    const target = targetInfos.find(({ type, url }) => type === 'iframe' && url.includes(address));
    if (target === undefined) return undefined;
    const { targetId } = target;
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
    const answer = new Promise<string>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        resolve(message);
      });
    });
    const params = { expression, returnByValue: true };
    await session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }),
    });
    const { result } = JSON.parse(await answer) as { result: { result: { value: T } } };
    return result.result.value;
  } finally {
    await session.detach();
  }
}
