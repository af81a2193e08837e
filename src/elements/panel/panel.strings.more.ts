/** The other languages; loaded where one is asked for. */
import type { PanelStrings } from './panel.strings.ts';

export const ar: PanelStrings = {
  'profile-widget': 'الملف الشخصي على LinkedIn',
  'integration-settings': 'عمليات التكامل مع LinkedIn',
  'export-panel': 'عمليات التصدير من LinkedIn',
  activity: 'أنشطة التوظيف',
  'rediscovered-candidates': 'مرشحون سابقون مناسبون',
  site: 'لم يتم إعداد هذه اللوحة لهذا الموقع. يُرجى إبلاغ المسؤول.',
  offline: 'أنت غير متصل بالإنترنت. ستتابع اللوحة عند عودة الاتصال.',
  blocked: 'شيء ما في متصفحك، مثل أداة حظر المحتوى، يمنع تحميل هذه اللوحة.',
  noResponse: 'لوحة LinkedIn لا تستجيب. يُرجى المحاولة مرة أخرى بعد لحظات.',
  slow: 'لا يزال التحميل جاريًا…',
  retry: 'إعادة المحاولة',
};

export const de: PanelStrings = {
  'profile-widget': 'LinkedIn-Profil',
  'integration-settings': 'LinkedIn-Integrationen',
  'export-panel': 'Exporte aus LinkedIn',
  activity: 'Recruiting-Aktivitäten',
  'rediscovered-candidates': 'Wiederentdeckte Kandidaten',
  site: 'Dieser Bereich ist für diese Seite nicht eingerichtet. Bitte verständigen Sie Ihren Administrator.',
  offline: 'Sie sind offline. Es geht weiter, sobald die Verbindung wieder da ist.',
  blocked: 'Etwas in Ihrem Browser, etwa ein Inhaltsblocker, hält diesen Bereich zurück.',
  noResponse: 'Der LinkedIn-Bereich antwortet nicht. Bitte versuchen Sie es gleich noch einmal.',
  slow: 'Wird noch geladen …',
  retry: 'Erneut versuchen',
};

export const ja: PanelStrings = {
  'profile-widget': 'LinkedInプロフィール',
  'integration-settings': 'LinkedIn連携',
  'export-panel': 'LinkedInからのエクスポート',
  activity: '採用活動',
  'rediscovered-candidates': '再発見された候補者',
  site: 'このパネルはこのサイト用に設定されていません。管理者にご連絡ください。',
  offline: 'オフラインです。接続が回復すると続行します。',
  blocked: 'コンテンツブロッカーなど、ブラウザ内の何かがこのパネルの読み込みを妨げています。',
  noResponse: 'LinkedInパネルが応答しません。しばらくしてからもう一度お試しください。',
  slow: '読み込み中です…',
  retry: '再試行',
};
