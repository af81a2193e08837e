import type { CardStrings } from './en.ts';

export const strings: CardStrings = {
  matchedText: 'この候補者はLinkedInメンバーと一致しています。',
  byHand: '手動でリンクされました。',
  automatic: '自動的に一致しました。',
  unmatchedText: 'この候補者は同期済みですが、LinkedInメンバーとまだ一致していません。',
  unsyncedText: 'この候補者はまだLinkedInに送信されていません。',
  signedOut: '表示するにはもう一度サインインしてください。',
  notAllowed: '表示する権限がありません。',
  failed: '読み込めませんでした。押すと再試行します。',
  synced: 'LinkedInへの送信:',
  observed: '確認:',
};
