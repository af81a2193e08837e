/**
 * A stand-in for LinkedIn's script: replaces the tag by a frame that shows what the tag and the
 * loader said, and does what its buttons are for.
 */
const loader = /** @type {HTMLScriptElement} */ (document.currentScript);
const tag = /** @type {HTMLScriptElement} */ (
  document.querySelector('script[type="IN/HcmWidget"]')
);
const frame = document.createElement('iframe');
frame.height = '180';
frame.src = new URL('profile.html', loader.src).href;
tag.replaceWith(frame);

const callbacks = /** @type {Record<string, (member: unknown) => void>} */ (
  /** @type {unknown} */ (window)
);
const { candidateId, text } = {
  candidateId: tag.dataset['atsCandidateId'] ?? '',
  text: loader.text.trim(),
};
setTimeout(() => {
  frame.height = '420';
}, 50);
if (candidateId === 'links') {
  callbacks[tag.dataset['onlink'] ?? '']?.({ member: 'urn:li:person:abc', text });
  callbacks[tag.dataset['onunlink'] ?? '']?.('urn:li:person:abc');
  callbacks[tag.dataset['onlink'] ?? '']?.('Jane Doe');
}
