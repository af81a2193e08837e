/** The other languages; loaded where one is asked for. */
import type { CardStrings } from './card.strings.ts';

export const ar: CardStrings = {
  matchedText: 'هذا المرشح مُطابَق مع أحد أعضاء LinkedIn.',
  byHand: 'تم الربط يدويًا.',
  automatic: 'تمت المطابقة تلقائيًا.',
  unmatchedText: 'تمت مزامنة هذا المرشح، لكنه غير مُطابَق مع أي عضو في LinkedIn بعد.',
  unsyncedText: 'لم يتم إرسال هذا المرشح إلى LinkedIn بعد.',
  signedOut: 'يُرجى تسجيل الدخول مرة أخرى لعرضها.',
  notAllowed: 'غير مسموح لك بعرضها.',
  failed: 'تعذّر تحميلها. اضغط لإعادة المحاولة.',
  synced: 'أُرسل إلى LinkedIn:',
  observed: 'آخر تحقق:',
};

export const de: CardStrings = {
  matchedText: 'Diese Person ist einem LinkedIn-Mitglied zugeordnet.',
  byHand: 'Von Hand verknüpft.',
  automatic: 'Automatisch zugeordnet.',
  unmatchedText: 'Diese Person ist übertragen, aber noch keinem LinkedIn-Mitglied zugeordnet.',
  unsyncedText: 'Diese Person wurde noch nicht an LinkedIn übertragen.',
  signedOut: 'Bitte melden Sie sich erneut an, um ihn zu sehen.',
  notAllowed: 'Sie dürfen ihn nicht sehen.',
  failed: 'Er konnte nicht geladen werden. Aktivieren Sie das Symbol, um es erneut zu versuchen.',
  synced: 'An LinkedIn übertragen:',
  observed: 'Geprüft:',
};

export const ja: CardStrings = {
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
