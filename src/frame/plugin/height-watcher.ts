/**
 * Tells the height of this document's content whenever it may have changed.
 *
 * Resize observers do not run in a frame that is scrolled out of view, so changes of the tree and of
 * attributes are watched as well; those are seen wherever the frame is. Each is followed by a
 * layout, which is exact at once.
 */
export interface HeightWatcher {
  /** Measures now. */
  check(): void;
  close(): void;
}

const everyMs = 50;

export function watchHeight(
  content: HTMLElement,
  onHeight: (heightPx: number) => void,
): HeightWatcher {
  let last = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const check = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // In a frame without a size (hidden by its host) everything measures nothing.
    if (window.innerWidth === 0) return;
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    onHeight(height);
  };
  const soon = (): void => {
    timer ??= setTimeout(check, everyMs);
  };

  const resizes = new ResizeObserver(check);
  resizes.observe(content);
  const mutations = new MutationObserver(soon);
  mutations.observe(content, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['style', 'class', 'height', 'width', 'hidden'],
  });
  window.addEventListener('resize', soon);

  return {
    check,
    close() {
      clearTimeout(timer);
      resizes.disconnect();
      mutations.disconnect();
      window.removeEventListener('resize', soon);
    },
  };
}
