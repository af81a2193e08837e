import type { CardStrings } from './en.ts';

export const strings: CardStrings = {
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
