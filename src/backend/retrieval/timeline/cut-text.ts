/** Items in lists have the beginning of a long text; one item alone has the whole of it. */
import { maxItemText, type TimelineItem } from '../../../protocol/timeline.ts';

/** Shortens a long text, between characters. */
export function cutText(item: TimelineItem): TimelineItem {
  const { text } = item;
  if (text === undefined || text.length <= maxItemText) return item;
  const isInPair = /[\uD800-\uDBFF]/.test(text.charAt(maxItemText - 1));
  return { ...item, text: text.slice(0, isInPair ? maxItemText - 1 : maxItemText), isCut: true };
}
